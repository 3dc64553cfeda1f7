"""Bring back drop-downs that Excel stores as an extension, which openpyxl would leave out.

Excel writes a drop-down whose list stands on another sheet in `x14:dataValidations`
(MS-XLSX 2.6.7). The older form can say the same, so it is added again in that form.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from defusedxml.ElementTree import iterparse
from openpyxl import Workbook
from openpyxl.worksheet.datavalidation import DataValidation

_X14 = "{http://schemas.microsoft.com/office/spreadsheetml/2009/9/main}"
_XM = "{http://schemas.microsoft.com/office/excel/2006/main}"
_COPIED = ("type", "operator", "errorStyle", "errorTitle", "error", "promptTitle", "prompt")
_FLAGS = ("allowBlank", "showErrorMessage", "showInputMessage", "showDropDown")


def restore_dropdowns(original: Path, book: Workbook) -> int:
    """Add the drop-downs of `original` that `book` has lost. Returns how many."""
    restored = 0
    with ZipFile(original) as archive:
        for sheet in book.worksheets:
            part = _part_of(archive, sheet.title)
            if part is None or b"x14:dataValidation" not in archive.read(part):
                continue
            for validation in _extended(archive, part):
                sheet.add_data_validation(validation)
                restored += 1
    return restored


def _part_of(archive: ZipFile, title: str) -> str | None:
    """The part that holds the sheet `title`, by way of the workbook's relations."""
    names: dict[str, str] = {}
    with archive.open("xl/workbook.xml") as stream:
        for _, element in iterparse(stream):
            if element.tag.endswith("}sheet"):
                relation = next(v for k, v in element.attrib.items() if k.endswith("}id"))
                names[element.get("name")] = relation
    with archive.open("xl/_rels/workbook.xml.rels") as stream:
        targets = {each.get("Id"): each.get("Target") for _, each in iterparse(stream)}
    target = str(targets.get(names.get(title), ""))
    part = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    return part if part in archive.namelist() else None


def _extended(archive: ZipFile, part: str) -> Iterator[DataValidation]:
    with archive.open(part) as stream:
        for _, element in iterparse(stream):
            if element.tag == f"{_X14}dataValidation":
                yield _validation(element)


def _validation(element: Any) -> DataValidation:
    options = {name: element.get(name) for name in _COPIED if element.get(name)}
    options |= {name: element.get(name) == "1" for name in _FLAGS}
    return DataValidation(
        **options,
        formula1=element.findtext(f"{_X14}formula1/{_XM}f"),
        formula2=element.findtext(f"{_X14}formula2/{_XM}f"),
        sqref=element.findtext(f"{_XM}sqref") or "A1",
    )
