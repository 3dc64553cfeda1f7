"""Make a backup while Suluh runs: all of it under the final name, or nothing."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from suluh import __version__
from suluh.config.backup.archive import Changed, describe, write_archive
from suluh.config.backup.contents import Copied
from suluh.config.backup.durable_files import new_file, persist, persist_names
from suluh.config.backup.keys import recipient_of
from suluh.config.backup.log_acts import note_created
from suluh.config.backup.manifest import Manifest
from suluh.config.backup.pending import require_none_pending
from suluh.config.backup.sealing import sealed
from suluh.config.backup.stores import store_of
from suluh.config.backup.work_folder import files_to_keep, work_folder
from suluh.foundation.home import Home
from suluh.foundation.refusal import Refusal

USAGE = 2  # exit status
ATTEMPTS = 3


def create(home: Home, out: Path) -> Manifest:
    """Write the backup to `out` (mode 0600). Raises Refusal, or OSError for a full disk."""
    recipient = recipient_of(home)
    require_none_pending(home)
    _require_free(home, out)
    store = store_of(home)
    note_created(home, store)
    # Later than its own entry in the log, or every backup would look older than what is here.
    made_at = datetime.now(UTC)
    with work_folder(home) as folder:
        copied = store.copy(folder)
        database = {
            f"database/{path.name}": path for path in sorted((folder / "database").iterdir())
        }
        for _ in range(ATTEMPTS):
            with suppress(Changed, FileNotFoundError):
                sources = {**database, **files_to_keep(home)}
                manifest = _manifest(store.vendor, made_at, copied, sources)
                _write(out, recipient, manifest, sources)
                return manifest
    raise Refusal("Files were changed while the backup was made. Make it again in a minute.")


def _require_free(home: Home, out: Path) -> None:
    place = out.resolve()
    if out.exists() or out.is_symlink():
        raise Refusal(f"{out} is there already. Choose another name.", status=USAGE)
    if not place.parent.is_dir():
        raise Refusal(f"There is no folder {place.parent}.", status=USAGE)
    if place.is_relative_to(home.root.resolve()):
        raise Refusal(f"Keep backups outside {home.root}, on another disk.", status=USAGE)


def _manifest(
    vendor: str, made_at: datetime, copied: Copied, sources: Mapping[str, Path]
) -> Manifest:
    return Manifest(
        suluh_version=__version__,
        made_at=made_at,
        vendor=vendor,
        migrations=copied.migrations,
        rows=copied.rows,
        members=tuple(describe(name, path) for name, path in sources.items()),
    )


def _write(out: Path, recipient: str, manifest: Manifest, sources: Mapping[str, Path]) -> None:
    beside = out.with_name(f".{out.name}.{secrets.token_hex(4)}.partial")
    try:
        with new_file(beside) as stream:
            with sealed(stream, recipient) as plain:
                write_archive(plain, manifest, sources)
            persist(stream)
        _name(beside, out)
    finally:
        beside.unlink(missing_ok=True)


def _name(beside: Path, out: Path) -> None:
    """Give the file its name without ever replacing another. Raises Refusal."""
    try:
        out.hardlink_to(beside)
    except FileExistsError as there:
        raise Refusal(f"{out} is there already. Choose another name.", status=USAGE) from there
    except OSError:  # a memory stick knows no hard links
        if out.exists():
            raise Refusal(f"{out} is there already. Choose another name.", status=USAGE) from None
        beside.rename(out)
    persist_names(out.resolve().parent)
