"""HSDS 3 JSON laid out as tables: objects inside objects become rows that name one another.

Read are one service, organization, location or service at a location; a list of them; a page
`{"contents": [...]}`; and the tabular form in JSON (`{"services.csv": [...]}`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from suluh.directory.domain.problems import Problem, Spot
from suluh.directory.intake.cell_text import text
from suluh.directory.intake.hsds_links import MADE_ID
from suluh.directory.intake.hsds_names import names, plain_name, standard_table
from suluh.directory.intake.hsds_tables import Package, Row, Source, flags_among
from suluh.directory.rules import problem

# By which properties an object is known; the first that fits.
_KNOWN_BY: dict[str, str] = {
    "service_at_location": "location location_id service",
    "locations": "location_type latitude addresses accessibility",
    "taxonomy_terms": "taxonomy_detail taxonomy_id term_uri code",
    "services": (
        "status organization organization_id service_at_locations service_areas program capacities "
        "application_process eligibility_description fees_description"
    ),
    "organizations": (
        "legal_status tax_status organization_identifiers year_incorporated website services "
        "programs locations funding parent_organization_id"
    ),
    "taxonomies": "version uri",
}


def kind_of(found: Mapping[str, Any]) -> str:
    """The table an object belongs to, "" when HSDS has no such object."""
    if not found.keys() & {"id", "name"}:
        return ""
    return next(
        (table for table, known in _KNOWN_BY.items() if found.keys() & set(known.split())), ""
    )


@dataclass(slots=True)
class _Flattening:
    package: Package = field(default_factory=Package)
    problems: list[Problem] = field(default_factory=list)
    first: dict[tuple[str, str], Row] = field(default_factory=dict)


def from_documents(documents: Mapping[str, Any]) -> tuple[Package, list[Problem]]:
    """The tables in JSON documents (file name -> parsed), and remarks on what is none of HSDS.

    The place of a row is the JSON pointer to its object (RFC 6901), such as
    `/contents/3/phones/0`; its line counts the outermost objects from 1.
    """
    work = _Flattening()
    for file, document in documents.items():
        source = Source(file)
        for line, (path, table, found) in enumerate(_outermost(document), start=1):
            if isinstance(found, dict) and (kind := table or kind_of(found)):
                _add(work, Row(source, line, {}, path=path), kind, found, {})
            else:
                spot = Spot(file, "", path, line)
                work.problems.append(problem("package.object.not_understood", spot))
        source.flags = flags_among(
            column for columns in work.package.columns.values() for column in columns
        )
    return work.package, work.problems


def _outermost(document: Any) -> Iterator[tuple[str, str, Any]]:
    """(path, table or "", object) of each object that stands for itself."""
    if isinstance(document, list):
        yield from ((f"/{number}", "", found) for number, found in enumerate(document))
    elif isinstance(document, dict) and isinstance(document.get("contents"), list):
        for number, found in enumerate(document["contents"]):
            yield f"/contents/{number}", "", found
    elif isinstance(document, dict) and (tables := _tabular(document)):
        for name, table in tables.items():
            yield from ((f"/{name}/{n}", table, found) for n, found in enumerate(document[name]))
    else:
        yield "/", "", document


def _tabular(document: Mapping[str, Any]) -> dict[str, str]:
    """Key -> table, when every key is the name of one, as in `{"services.csv": [...]}`."""
    found = {
        key: standard_table(plain_name(key.removesuffix(".csv")))
        for key, value in document.items()
        if isinstance(value, list)
    }
    return found if len(found) == len(document) and all(found.values()) else {}


def _add(
    work: _Flattening, at: Row, table: str, found: Mapping[str, Any], parents: Mapping[str, str]
) -> str:
    """Store one object and all inside it; its id, made from its path when it has none."""
    own = text(found.get("id")) or f"{MADE_ID}{at.source.file}/{at.path}"
    row = Row(at.source, at.line, {"id": own} | dict(parents), path=at.path)
    children: list[tuple[str, str, Any]] = []
    for key, value in found.items():
        if isinstance(value, dict):
            _add_one(work, row, key, value)
        elif isinstance(value, list):
            children += [(key, str(number), each) for number, each in enumerate(value)]
        elif key != "id" and value is not None:
            row.values[key] = text(value)
    _store(work, table, row)
    _add_children(work, row, table, children)
    return own


def _add_one(work: _Flattening, row: Row, key: str, value: Mapping[str, Any]) -> None:
    """An object to which the row points, such as its organization."""
    if table := names()["nested"]["one"].get(key, ""):
        at = Row(row.source, row.line, {}, path=_path(row, key))
        row.values[f"{key}_id"] = _add(work, at, table, value, {})


def _add_children(
    work: _Flattening, row: Row, table: str, children: list[tuple[str, str, Any]]
) -> None:
    """Objects that point to the row, such as the phones of a service."""
    for key, number, value in children:
        child = names()["nested"]["many"].get(key, "")
        if child and isinstance(value, dict):
            at = Row(row.source, row.line, {}, path=_path(row, f"{key}/{number}"))
            _add(work, at, child, value, _parent(table, child, row["id"]))


def _path(row: Row, step: str) -> str:
    return f"{row.path.rstrip('/')}/{step}"


def _parent(table: str, child: str, own: str) -> dict[str, str]:
    if child == "attributes":
        return {"link_id": own}
    links: dict[str, str] = names()["links"]
    return {column: own for column, target in links.items() if target == table}


def _store(work: _Flattening, table: str, row: Row) -> None:
    """Add the row; an object shown a second time is joined to the first as far as they agree."""
    first = work.first.setdefault((table, row["id"]), row)
    work.package.columns.setdefault(table, set()).update(row.values)
    rows = work.package.tables.setdefault(table, [])
    if first is row:
        rows.append(row)
        return
    if _agree(first, row, links=False):
        if _agree(first, row, links=True):
            first.values = row.values | first.values
            return
        row.shared = True
    rows.append(row)


def _agree(one: Row, other: Row, *, links: bool) -> bool:
    joins = {*names()["links"], "link_id"}
    return all(
        one.values[column] == other.values[column]
        for column in one.values.keys() & other.values.keys()
        if links or column not in joins
    )
