"""`python -m tests.asvs` writes docs/asvs.md, `--check` only says whether it is stale."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from tests.architecture.source import ROOT
from tests.asvs.marks import marks
from tests.asvs.page import asvs_page
from tests.asvs.register import chapters, slips

PAGE = ROOT / "docs" / "asvs.md"


def main(arguments: Sequence[str]) -> int:
    """Returns the exit status: 1 for slips, and with --check for a stale page."""
    marked = marks()
    if found := slips(chapters(), marked):
        print("\n".join(found), file=sys.stderr)
        return 1
    wanted = asvs_page(chapters(), marked)
    if is_current(wanted):
        return 0
    if "--check" in arguments:
        print("Out of date: asvs.md. Run make docs.", file=sys.stderr)
        return 1
    PAGE.write_text(wanted, encoding="utf-8")
    print("docs/asvs.md written")
    return 0


def is_current(wanted: str) -> bool:
    return PAGE.is_file() and PAGE.read_text(encoding="utf-8") == wanted


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
