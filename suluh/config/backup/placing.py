"""Put a staged installation in place of the one that is there; a kill in between can be mended.

A journal is written before the first step and removed after the last. Each step may be repeated,
so whoever finds a journal goes through all steps again. Nothing is deleted: what was there moves
to `before-restore-DATE`.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from suluh.config.backup.contents import NotSwapped, Store
from suluh.config.backup.durable_files import make_folder, persist_names, replace_text
from suluh.config.backup.manifest import INSTALLATION, TOPS
from suluh.config.backup.pending import JOURNAL
from suluh.config.backup.record import FILE_NAME as RECORD
from suluh.config.backup.record import record_verified
from suluh.config.backup.sqlite import FILE_NAME as DATABASE
from suluh.config.backup.work_folder import remove
from suluh.config.log_memory import Memory, from_json, remember, to_json
from suluh.foundation.home import Home
from suluh.foundation.refusal import Refusal

FOLDERS = tuple(top for top in TOPS if top != "database")
# A -wal file that stays beside another database would be played into it.
COMPANIONS = (f"db/{DATABASE}-wal", f"db/{DATABASE}-shm")
ITEMS = (*COMPANIONS, f"db/{DATABASE}", *FOLDERS, INSTALLATION)


@dataclass(frozen=True, slots=True)
class Journal:
    """What is under way: folder names in SULUH_HOME, what is to be put in place, which backup."""

    staged: str
    kept: str
    puts: tuple[str, ...]
    backup_sha256: str
    made_at: str
    heads: Memory = field(default_factory=dict)  # of the logs in what is to be put in place
    leaves: tuple[str, ...] = ()  # what stays as it is


@dataclass(frozen=True, slots=True)
class Kept:
    """What was there before: a folder, and a schema of PostgreSQL. None and "" when nothing was."""

    folder: Path | None
    schema: str


def begin(
    home: Home,
    staged: Path,
    *,
    backup_sha256: str,
    made_at: datetime,
    heads: Memory,
    leaves: tuple[str, ...] = (),
) -> Journal:
    """Write the journal: from here on the restore goes forward only.

    `leaves` names folders here that stay as they are, whatever the backup holds of them.

    Raises Refusal when a folder lies on another disk, from which nothing can be renamed.
    """
    for folder in FOLDERS:
        (staged / folder).mkdir(mode=0o700, exist_ok=True)
    _require_one_disk(home)
    with suppress(FileNotFoundError):  # what was verified on this machine stays known
        record = (home.data / RECORD).read_text(encoding="utf-8")
        replace_text(staged / "data" / RECORD, record)
    journal = Journal(
        staged=staged.relative_to(home.root).as_posix(),
        kept=_free_name(home),
        puts=tuple(each for each in ITEMS if (staged / each).exists() and each not in leaves),
        backup_sha256=backup_sha256,
        made_at=made_at.isoformat(),
        heads=heads,
        leaves=leaves,
    )
    text = {**asdict(journal), "heads": to_json(heads)}
    replace_text(home.root / JOURNAL, json.dumps(text) + "\n")
    return journal


def read_journal(home: Home) -> Journal | None:
    """The restore that was interrupted here, or None."""
    try:
        found = json.loads((home.root / JOURNAL).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    heads, leaves = from_json(found.get("heads", {})), tuple(found.get("leaves", ()))
    return Journal(**{**found, "puts": tuple(found["puts"]), "heads": heads, "leaves": leaves})


def finish(home: Home, store: Store, journal: Journal) -> Kept:
    """Go through all steps. Returns where that is which was there.

    Raises NotSwapped when the database refused: then nothing was changed and nothing is pending.
    """
    try:
        store.swap(journal.kept)
    except NotSwapped:  # it is the first step, so all is still as it was
        (home.root / JOURNAL).unlink()
        raise
    for item in ITEMS:
        if item not in journal.leaves:
            _place(home.root, journal, item)
    store.finish()
    remember(home, journal.heads)  # this machine expects the logs that it has now
    record_verified(home, made_at=datetime.fromisoformat(journal.made_at))
    kept = home.root / journal.kept
    (home.root / JOURNAL).unlink()
    persist_names(home.root)
    remove((home.root / journal.staged).parent)
    return Kept(kept if kept.is_dir() else None, store.kept(journal.kept))


def _place(root: Path, journal: Journal, item: str) -> None:
    new, current, kept = root / journal.staged / item, root / item, root / journal.kept / item
    if item in journal.puts and not new.exists():
        return  # it is in place already
    if current.exists():
        if kept.exists():
            if item not in journal.puts:
                return
            kept = kept.with_name(f"{kept.name}.made-meanwhile")
        _put_aside(current, kept)
    if item in journal.puts:
        make_folder(current.parent)
        _move(new, current)


def _put_aside(current: Path, kept: Path) -> None:
    if current.is_dir() and all(each.is_dir() for each in current.rglob("*")):
        shutil.rmtree(current)  # folders without a file: nobody will miss them
        return
    make_folder(kept.parent)
    _move(current, kept)


def _move(source: Path, target: Path) -> None:
    source.rename(target)
    for folder in {source.parent, target.parent}:
        persist_names(folder)


def _require_one_disk(home: Home) -> None:
    disk = home.root.stat().st_dev
    for folder in _existing(home):
        if folder.stat().st_dev != disk or folder.is_symlink():
            raise Refusal(f"{folder} lies on another disk. Put it back into {home.root}.")


def _existing(home: Home) -> Iterator[Path]:
    for folder in (home.db, *(home.root / name for name in FOLDERS)):
        if folder.exists():
            yield folder


def _free_name(home: Home) -> str:
    """Sorts by date, and serves as the name of a PostgreSQL schema too."""
    name = f"before-restore-{datetime.now(UTC):%Y%m%d-%H%M%S}"
    while (home.root / name).exists():
        name += "-again"
    return name
