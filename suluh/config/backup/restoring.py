"""Put a backup in place: unpacked, verified and brought up to date beside first."""

from __future__ import annotations

import hashlib
import sys
from dataclasses import dataclass
from pathlib import Path

from suluh.config.backup import placing, schema
from suluh.config.backup.archive import read_archive
from suluh.config.backup.contents import Store
from suluh.config.backup.edition_in_force import FOLDER, stays_in_force
from suluh.config.backup.keys import recipient_file, recipient_for, store_recipient
from suluh.config.backup.log_acts import note_restored, replaced_acts
from suluh.config.backup.manifest import Manifest
from suluh.config.backup.revoking import revoke, who_can_sign_in
from suluh.config.backup.sealing import unsealed
from suluh.config.backup.stores import store_of
from suluh.config.backup.work_folder import work_folder
from suluh.foundation.home import Home
from suluh.foundation.refusal import Refusal

USAGE = 2  # exit status
_NAMES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}


@dataclass(frozen=True, slots=True)
class Restored:
    """What was done. `can_sign_in`: e-mail addresses, sorted; None when they cannot be read.

    `edition_stayed`: readers go on seeing the edition that was here.
    """

    manifest: Manifest
    kept: placing.Kept
    migrated: bool
    can_sign_in: list[str] | None
    edition_stayed: bool


def restore(home: Home, file: Path, identity: str, *, replace: bool) -> Restored:
    """Raises Refusal; until the last moment nothing here is touched.

    A restore that was interrupted is finished first. When it was of this same file, that is all.
    """
    store = store_of(home)
    if journal := placing.read_journal(home):
        kept = placing.finish(home, store, journal)
        print("An earlier restore was interrupted. It is finished now.", file=sys.stderr)
        if journal.backup_sha256 == _sha256(file):
            return _mended(home, file, identity, kept, journal)
    return _restore(home, store, file, identity, replace=replace)


def _mended(
    home: Home, file: Path, identity: str, kept: placing.Kept, journal: placing.Journal
) -> Restored:
    with file.open("rb") as stream, unsealed(stream, identity) as plain:
        manifest = read_archive(plain, home.root, keep=lambda name: False)
    _keep_key(home, identity)
    older = schema.is_older(manifest.migrations)
    stayed = FOLDER in journal.leaves
    return Restored(manifest, kept, older, who_can_sign_in(home), stayed)


def _restore(home: Home, store: Store, file: Path, identity: str, *, replace: bool) -> Restored:
    def accept(manifest: Manifest) -> None:
        _require_fitting(store, manifest)
        _require_room(store, manifest, replace=replace)

    digest = _sha256(file)
    with work_folder(home) as folder:
        unpacked = folder / "home"
        unpacked.mkdir(mode=0o700)
        with file.open("rb") as stream, unsealed(stream, identity) as plain:
            manifest = read_archive(plain, unpacked, accept=accept)
        replaced = replaced_acts(home, store)
        store.stage(unpacked, manifest)
        can_sign_in = revoke(store.staged(unpacked))
        heads = note_restored(store.staged(unpacked), replaced)
        store.settle(unpacked)
        store.require_alone()  # again: somebody may have started Suluh meanwhile
        stays = stays_in_force(home, unpacked, manifest.made_at)
        journal = placing.begin(
            home,
            unpacked,
            backup_sha256=digest,
            made_at=manifest.made_at,
            heads=heads,
            leaves=(FOLDER,) if stays else (),
        )
        kept = placing.finish(home, store, journal)
    _keep_key(home, identity)
    return Restored(manifest, kept, schema.is_older(manifest.migrations), can_sign_in, stays)


def _keep_key(home: Home, identity: str) -> None:
    """On a new machine the same paper serves on."""
    if not recipient_file(home).is_file():
        store_recipient(home, recipient_for(identity))


def _require_fitting(store: Store, manifest: Manifest) -> None:
    if manifest.vendor != store.vendor:
        theirs, ours = _NAMES.get(manifest.vendor, manifest.vendor), _NAMES[store.vendor]
        raise Refusal(
            f"The backup is of an installation on {theirs}; this one is on {ours}. "
            f"Restore it where SULUH_DATABASE_URL names {theirs}"
            + (", or is not set." if manifest.vendor == "sqlite" else "."),
            status=1,
        )
    schema.require_known(manifest)


def _require_room(store: Store, manifest: Manifest, *, replace: bool) -> None:
    store.require_alone()
    if not replace and store.holds_data():
        raise Refusal(
            f"There is a directory here. {store.age_in_words(manifest)} "
            "To put the backup in its place, add --replace. What is here is kept beside.",
            status=USAGE,
        )


def _sha256(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
