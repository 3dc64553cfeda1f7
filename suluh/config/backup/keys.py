"""The two halves of the key: the recipient locks and stays here, the identity opens and does not.

`pyrage` makes and reads both. An identity never enters a message, an error or a command line.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from getpass import getpass
from pathlib import Path

import pyrage

from suluh.config.backup.durable_files import replace_text
from suluh.foundation.environment import BACKUP_IDENTITY
from suluh.foundation.home import Home
from suluh.foundation.refusal import Refusal

USAGE = 2  # exit status
_BEGINS = "AGE-SECRET-KEY-"


@dataclass(frozen=True, slots=True)
class Pair:
    """`identity` has no place in the output of `repr`."""

    recipient: str
    identity: str

    def __repr__(self) -> str:
        return f"Pair({self.recipient})"


def new_pair() -> Pair:
    made = pyrage.x25519.Identity.generate()
    return Pair(recipient=str(made.to_public()), identity=str(made))


def recipient_file(home: Home) -> Path:
    return home.keys / "backup-recipient"


def store_recipient(home: Home, recipient: str) -> None:
    replace_text(recipient_file(home), recipient + "\n")


def recipient_of(home: Home) -> str:
    """Raises Refusal when there is none, or the file holds something else."""
    try:
        recipient = recipient_file(home).read_text(encoding="ascii").strip()
        pyrage.x25519.Recipient.from_str(recipient)
    except FileNotFoundError as missing:
        raise Refusal("There is no key for backups yet. Run: suluh backup key") from missing
    except (pyrage.RecipientError, UnicodeDecodeError) as wrong:
        raise Refusal(
            f"{recipient_file(home)} holds no key. Run: suluh backup key --replace"
        ) from wrong
    return recipient


def recipient_for(identity: str) -> str:
    """The half that stays on the machine, from the half that is on paper."""
    return str(pyrage.x25519.Identity.from_str(identity).to_public())


def read_identity(file: str | None) -> str:
    """From `file`, else SULUH_BACKUP_IDENTITY(_FILE), else the terminal or standard input.

    Comments and empty lines are skipped, as in files that the program `age` writes.
    Raises Refusal (status 2), which never repeats what was read.
    """
    for line in _given(file).splitlines():
        if line.strip().upper().startswith(_BEGINS):
            return _checked(line.strip().upper())
    raise Refusal(
        f"No identity was given. It begins with {_BEGINS}1 and stands on your paper. "
        "Name a file that holds it with --identity, or type it when asked.",
        status=USAGE,
    )


def _given(file: str | None) -> str:
    if file and file.strip().upper().startswith(_BEGINS):
        raise Refusal(
            "Put the identity into a file and name the file. Others can read a command line.",
            status=USAGE,
        )
    if file:
        try:
            return Path(file).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as wrong:
            raise Refusal(f"--identity: {file} cannot be read.", status=USAGE) from wrong
    if given := BACKUP_IDENTITY.read():
        return given
    if sys.stdin.isatty():
        return getpass(f"The identity from your paper ({_BEGINS}1...; it is not shown): ")
    return sys.stdin.read(65536)


def _checked(identity: str) -> str:
    try:
        pyrage.x25519.Identity.from_str(identity)
    except pyrage.IdentityError:
        raise Refusal(
            "The identity has a slip in it. Compare it with your paper, letter by letter.",
            status=USAGE,
        ) from None
    return identity
