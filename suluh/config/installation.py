"""What SULUH_HOME holds: a demonstration, a real installation, or nothing yet."""

from __future__ import annotations

import json
from enum import StrEnum
from pathlib import Path

from suluh import __version__
from suluh.access.queries.actors import agencies_of_this_machine
from suluh.foundation.home import Home

DEMONSTRATION_KEY = "demonstration-"  # how a demonstration's secret key begins


class Kind(StrEnum):
    """What an installation is for."""

    DEMONSTRATION = "demonstration"
    REAL = "real"


def kind_of(home: Home) -> Kind | None:
    """What `home` was set up as, or None when nobody has. Needs the tables to be there.

    A folder with agencies but without the mark was set up by hand, so it is real.
    """
    if kind := mark_in(home.root / "installation.json"):
        return kind
    return Kind.REAL if agencies_of_this_machine() else None


def mark_in(file: Path) -> Kind | None:
    """What the file of an installation says that it is for; None where there is no such file."""
    if not file.is_file():
        return None
    return Kind(json.loads(file.read_text(encoding="utf-8"))["kind"])


def mark_as(home: Home, kind: Kind) -> None:
    """Remember what `home` is for, and which version set it up."""
    text = json.dumps({"kind": kind, "set_up_by": __version__})
    (home.root / "installation.json").write_text(text + "\n", encoding="utf-8")
