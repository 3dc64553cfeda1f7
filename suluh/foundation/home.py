"""SULUH_HOME: the one folder that holds everything of one installation."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from pathlib import Path

from suluh.foundation import environment


@dataclass(frozen=True, slots=True)
class Home:
    """The folders of one installation."""

    root: Path

    @property
    def db(self) -> Path:
        return self.root / "db"

    @property
    def files(self) -> Path:
        return self.root / "files"

    @property
    def keys(self) -> Path:
        return self.root / "keys"

    @property
    def data(self) -> Path:
        return self.root / "data"

    @property
    def published(self) -> Path:
        return self.root / "published"

    @property
    def edition(self) -> Path:
        """The published directory: the one file that the public door opens."""
        return self.published / "edition.sqlite3"

    @property
    def inbox(self) -> Path:
        """Where the public door leaves readers' reports and the job worker collects them.

        On one laptop one account owns both, so the mode says what is meant and stops a mistake,
        no more: the owner may change it, and the collector does while it lists the folder. On a
        server the door runs as an account of its own, and the operator gives that account, by
        group or access list, -wx and nothing else (0o730). A folder that exists is left as it is.
        """
        return self.root / "inbox"

    def create(self) -> None:
        """Make the folders, closed to other accounts of the machine. Safe to call again."""
        for folder in (self.root, self.db, self.files, self.keys, self.data, self.published):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.inbox.mkdir(mode=0o300, exist_ok=True)  # files can be made in it, not found in it


def suluh_home() -> Home:
    """The installation in force: SULUH_HOME, else `var/` of a checkout, else the user's folder."""
    if chosen := environment.HOME.read():
        return Home(Path(chosen).expanduser().resolve())
    checkout = Path(__file__).resolve().parents[2]
    if (checkout / "pyproject.toml").is_file():
        return Home(checkout / "var")
    return Home(_user_data_folder() / "suluh")


def _user_data_folder() -> Path:
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", str(Path.home() / "AppData" / "Local")))
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support"
    return Path(os.environ.get("XDG_DATA_HOME", str(Path.home() / ".local" / "share")))
