"""What kind of file is this? Decided by what stands in it, never by its name."""

from __future__ import annotations

from suluh.directory.intake.cell_text import text
from suluh.directory.intake.hsds_json import kind_of
from suluh.directory.intake.hsds_names import names, plain_name, standard_table
from suluh.directory.intake.hsds_tables import found_name
from suluh.directory.intake.suluh_workbook import is_suluh
from suluh.directory.intake.tables import Contents

FLAT = "flat"
HSDS_JSON = "hsds-json"

_ENOUGH = 2  # HSDS tables that make a package; one alone is read as any other table


def source_format(contents: Contents) -> str:
    """suluh, hsds-1, hsds-2, hsds-3, hsds-json or flat."""
    if is_suluh(contents):
        return "suluh"
    if contents.kind == "json":
        return HSDS_JSON
    known = {standard_table(found_name(table)) for table in contents.tables} - {""}
    if "services" in known and len(known) >= _ENOUGH:
        return hsds_version(contents)
    if not contents.tables and any(_speaks_hsds(each) for each in contents.documents.values()):
        return HSDS_JSON
    return FLAT


def hsds_version(contents: Contents) -> str:
    """hsds-1, hsds-2 or hsds-3, by the names of tables and columns; on a draw the newer."""
    found: set[str] = set()
    for table in contents.tables:
        name = found_name(table)
        found.add(name)
        header = table.rows[0][1] if table.rows else []
        found |= {f"{name}.{plain_name(text(cell))}" for cell in header}
    signs: dict[str, list[str]] = names()["signs"]
    return max(sorted(signs, reverse=True), key=lambda version: len(found & set(signs[version])))


def _speaks_hsds(document: object) -> bool:
    return isinstance(document, dict) and bool(kind_of(document))
