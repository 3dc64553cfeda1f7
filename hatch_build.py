"""Compile message catalogues: every suluh/**/locale/*/LC_MESSAGES/*.po becomes a .mo beside it.

hatchling calls the hook whenever the project is built or installed, editable installs included, so
that nobody needs a gettext tool. `python hatch_build.py` does the same by hand.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

ROOT = Path(__file__).resolve().parent


def compile_messages(root: Path) -> list[Path]:
    """Write a .mo beside every .po below root/suluh and return the files written.

    A fuzzy entry is a guess nobody has read, so it is left out and the reader sees English.
    """
    written: list[Path] = []
    for source in sorted(root.glob("suluh/**/locale/*/LC_MESSAGES/*.po")):
        with source.open("rb") as stream:
            catalogue = read_po(stream, locale=source.parts[-3])
        target = source.with_suffix(".mo")
        with target.open("wb") as stream:
            write_mo(stream, catalogue, use_fuzzy=False)
        written.append(target)
    return written


class CustomBuildHook(BuildHookInterface):  # type: ignore[type-arg]
    """What hatchling looks for."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile before files are collected; pyproject lists *.mo as artifacts."""
        compile_messages(Path(self.root))


if __name__ == "__main__":
    print(f"{len(compile_messages(ROOT))} message catalogues compiled")
