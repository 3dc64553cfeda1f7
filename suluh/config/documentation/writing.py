"""Write the generated pages, or say which are out of date."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from suluh.config.documentation.dictionary import data_dictionary_page
from suluh.config.documentation.lists import permissions_page, rules_page, settings_page

DOCS = Path(__file__).resolve().parents[3] / "docs"
PAGES: dict[str, Callable[[], str]] = {
    "settings.md": settings_page,
    "rules.md": rules_page,
    "data-dictionary.md": data_dictionary_page,
    "permissions.md": permissions_page,
}


def stale_pages() -> list[str]:
    """The names of generated pages that differ from what the program says now."""
    return [name for name, page in PAGES.items() if _read(DOCS / name) != page()]


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.is_file() else ""


def main(arguments: Sequence[str]) -> int:
    """Write the pages, or with --check say which are stale. Returns the exit status."""
    stale = stale_pages()
    if "--check" in arguments:
        if stale:
            print(f"Out of date: {', '.join(stale)}. Run make docs.", file=sys.stderr)
        return 1 if stale else 0
    for name in stale:
        (DOCS / name).write_text(PAGES[name](), encoding="utf-8")
        print(f"docs/{name} written")
    return 0
