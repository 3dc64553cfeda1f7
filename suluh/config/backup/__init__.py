"""`suluh backup`: one encrypted file that holds an installation, checked and put back by command.

The file is in the age format (https://age-encryption.org/v1), around one tar archive whose first
member is a manifest. Making a backup needs only the public half of the key; the other half, the
identity, is on paper.

In it: the database, files/, data/, published/ and installation.json. Not in it:

* keys/: the secret that signs sessions is made anew, which signs everybody out, and a thief of a
  backup and its identity gets no key that is in force. Keys that encrypt fields will be escrowed
  apart, or the backup would hold a lock and its key together.
* sessions: one that was ended must not come back to life. The same holds for recovery sheets and
  codes, invitations, requests and emergencies, which a restore ends (revoking.py).
* uploads that wait for their check, unmasked, and files that were exported: deleted within a day.
* inbox/: reports on their way, collected within minutes.
* data/backups.json: it says what was verified on this machine.
"""
