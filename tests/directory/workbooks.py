"""Workbooks for tests: the demonstration country, whole and broken, and small ones."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from openpyxl import load_workbook

from suluh.content.vocabularies import read_vocabulary
from suluh.directory.demonstration import broken, load
from suluh.directory.workbook.export import write_export
from suluh.directory.workbook.template import write_template

MIAMI = Path(__file__).parents[3] / "shared" / "data" / "hsds" / "open211-miami-2019"
SAN_FRANCISCO = MIAMI.parent / "sf-dcyf-2013" / "dcyf_cms_05312013.csv"
needs_miami = pytest.mark.skipif(
    not MIAMI.is_dir(), reason=f"the measured test set is not beside this checkout: {MIAMI}"
)


def good_workbook(folder: Path) -> Path:
    """The demonstration country as a Suluh workbook in the long form."""
    path = folder / "oselia.xlsx"
    areas = read_vocabulary(load.areas_file())
    write_export(path, services=load.records(), languages=load.LANGUAGES, areas=areas)
    return path


def broken_workbook(folder: Path) -> tuple[Path, dict[str, int]]:
    """Its broken twin, and how often each rule is broken in it."""
    path = folder / "oselia-broken.xlsx"
    return path, broken.write_broken(good_workbook(folder), path)


def short_workbook(folder: Path, *rows: Mapping[str, object], name: str = "short.xlsx") -> Path:
    """The short template with rows filled in. Keys as in the hidden row (`name.en`, `types`)."""
    path = folder / name
    write_template(path, languages=["en", "id"])
    book = load_workbook(path)
    sheet = book.worksheets[0]
    key_row = next(
        row for row in sheet.iter_rows() if any(cell.value == "service_id" for cell in row)
    )
    columns = {str(cell.value): cell.column for cell in key_row if cell.value}
    first = next(
        line for line in range(1, 30)
        if line != key_row[0].row and "-0" in str(sheet.cell(line, columns["service_id"]).value)
    )  # fmt: skip
    for number, row in enumerate(rows):
        for key, value in row.items():
            sheet.cell(first + number, int(columns[key] or 0)).value = value  # type: ignore[assignment]
    book.save(path)
    return path


COMPLETE: dict[str, object] = {
    "name.en": "Harbour Lamp House", "types": "Lawyer", "serves": "Men; Women",
    "areas": "Port Tamsin", "phone": "+44 20 7946 0123", "verified_on": "2026-11-12",
}  # fmt: skip
