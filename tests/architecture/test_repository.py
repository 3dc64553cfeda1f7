"""What may not stand in any file of the repository, and what must be current."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from suluh.config import catalogues
from suluh.config.documentation import writing
from suluh.foundation.environment import VARIABLES
from tests.architecture.source import ROOT, below, files, name

TEXT = {".py", ".md", ".toml", ".txt", ".in", ".html", ".css", ".js", ".po", ".svg", ".json", ""}
LINK = re.compile(r"\]\(([^)#\s]+)")
# Spelled in pieces, or this file would name them itself.
REGISTRIES = ("pypi" + ".org", "python" + "hosted", "npm" + "js.org")
MACHINE_PATHS = re.compile(r"(?<![\w.~-])/(work|home|root|Users|farm)/\w")


def _texts() -> list[Path]:
    return [path for path in files() if path.suffix in TEXT]


def test_no_file_names_a_machine_or_a_package_host() -> None:
    named = [
        name(path)
        for path in _texts()
        for text in [path.read_text(encoding="utf-8", errors="replace")]
        if MACHINE_PATHS.search(text) or any(host in text for host in REGISTRIES)
    ]
    assert named == []


def test_lock_files_hold_hashes_and_no_addresses() -> None:
    locks = sorted((ROOT / "requirements").glob("*.txt"))
    assert len(locks) == 3
    for lock in locks:
        text = lock.read_text(encoding="utf-8")
        assert "://" not in text
        assert text.count("==") <= text.count("--hash=sha256:")


def test_generated_pages_are_current() -> None:
    assert writing.stale_pages() == [], "run make docs"


def test_every_setting_is_described() -> None:
    page = (ROOT / "docs/settings.md").read_text(encoding="utf-8")
    assert [each.name for each in VARIABLES if f"`{each.name}`" not in page] == []


def test_message_catalogues_are_current() -> None:
    stale = [
        name(p) for p, wanted in catalogues.catalogues() if not catalogues.is_current(p, wanted)
    ]
    assert stale == [], "run make messages"


@pytest.mark.parametrize("page", [*below("docs", suffix=".md"), *ROOT.glob("*.md")], ids=name)
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    links = LINK.findall(page.read_text(encoding="utf-8"))
    ours = [link for link in links if "://" not in link and not link.startswith("mailto:")]
    assert [link for link in ours if not (page.parent / link).exists()] == []


def test_every_decision_stands_in_the_list() -> None:
    listed = (ROOT / "docs/adr/README.md").read_text(encoding="utf-8")
    pages = sorted((ROOT / "docs/adr").glob("0*.md"))
    assert [page.name for page in pages if f"({page.name})" not in listed] == []
