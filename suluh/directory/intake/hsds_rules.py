"""What is checked in an HSDS package, structure first, then sense. Words stand in rules/hsds.toml.

Sense means what is allowed by the schema and wrong all the same: an opening time "banana", an id
that names nothing. Ages, dates, coordinates and contacts are left to the check that follows
(domain/checking.py), which asks them of every kind of file.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any
from uuid import UUID

from suluh.directory.domain import addresses
from suluh.directory.domain.phones import SHORT_LONGEST, SHORTEST
from suluh.directory.domain.problems import Problem
from suluh.directory.intake.cell_text import has_literal_break
from suluh.directory.intake.hsds_contacts import EXTENSION, SCHEME, channel_of, is_person
from suluh.directory.intake.hsds_hours import FREQUENCIES, clock, days_of
from suluh.directory.intake.hsds_links import Links, has_id
from suluh.directory.intake.hsds_tables import Package, Row
from suluh.directory.intake.language_words import LONGEST_NAME, known_code, languages_in
from suluh.directory.rules import problem, rules

_DIGITS = re.compile(r"\d")


@dataclass(slots=True)
class Findings:
    """Problems as they are found, each with the key of the service it belongs to."""

    package: Package
    links: Links
    problems: list[Problem] = field(default_factory=list)

    def add(
        self, rule: str, table: str, row: Row, column: str, found: str = "", **facts: str
    ) -> None:
        key = self.links.key_of(table, row)
        told: dict[str, Any] = {"table": table, "column": column, **facts}
        self.problems.append(problem(rule, row.spot(column), key=key, found=found, **told))


@cache
def named(table: str, column: str, code: str) -> str:
    """The rule `table.column.code`, or the one for rows of any table where there is no own one."""
    own = f"{table}.{column}.{code}"
    return own if own in rules() else f"rows.{column}.{code}"


def _blank(value: str) -> bool:
    return not value


def _not_uuid(value: str) -> bool:
    try:
        UUID(value)
    except ValueError:
        return True
    return False


def _not_iso_date(value: str) -> bool:
    try:
        date.fromisoformat(value[:10])
    except ValueError:
        return True
    return len(value) > 10 and value[10] not in "T "


def _short_code(value: str) -> bool:
    return SHORTEST <= len(_DIGITS.findall(value)) <= SHORT_LONGEST


def _no_single_at(value: str) -> bool:
    return value.count("@") != 1 or value.startswith("@") or value.endswith("@")


def _unknown_name(value: str) -> bool:
    return len(value) <= LONGEST_NAME and bool(languages_in(value).unknown)


@dataclass(frozen=True, slots=True)
class CellRule:
    """One question asked of every cell of a column. `blank`: ask it of empty cells, too.

    `show`: repeat the value in the report; never where it could be a part of an address.
    """

    rule: str
    table: str
    column: str
    broken: Callable[[str], bool]
    blank: bool = False
    show: bool = True


CELL_RULES: tuple[CellRule, ...] = (
    CellRule("services.status.missing", "services", "status", _blank, blank=True),
    CellRule("services.organization_id.missing", "services", "organization_id", _blank, blank=True),
    CellRule("services.url.no_scheme", "services", "url", lambda url: not SCHEME.match(url)),
    CellRule(
        "services.description.literal_newline",
        "services",
        "description",
        has_literal_break,
        show=False,
    ),
    CellRule("organizations.email.no_at", "organizations", "email", _no_single_at, show=False),
    CellRule("organizations.name.missing", "organizations", "name", _blank, blank=True),
    CellRule("phones.number.missing", "phones", "number", _blank, blank=True),
    CellRule(
        "phones.number.extension_inside",
        "phones",
        "number",
        lambda found: bool(EXTENSION.search(found)),
    ),
    CellRule("phones.number.short_code", "phones", "number", _short_code),
    CellRule("addresses.country.missing", "addresses", "country", _blank, blank=True),
    CellRule(
        "schedules.opens_at.not_a_time", "schedules", "opens_at", lambda found: not clock(found)
    ),
    CellRule(
        "schedules.closes_at.not_a_time", "schedules", "closes_at", lambda found: not clock(found)
    ),
    CellRule("schedules.byday.unknown", "schedules", "byday", lambda found: days_of(found) is None),
    CellRule(
        "schedules.freq.unknown",
        "schedules",
        "freq",
        lambda found: found.upper() not in FREQUENCIES,
    ),
    CellRule("schedules.valid_from.not_iso", "schedules", "valid_from", _not_iso_date),
    CellRule("schedules.valid_to.not_iso", "schedules", "valid_to", _not_iso_date),
    CellRule("languages.name.unknown", "languages", "name", _unknown_name),
    CellRule("languages.code.unknown", "languages", "code", lambda found: not known_code(found)),
)


def check_cells(findings: Findings) -> None:
    """Ask every question of CELL_RULES."""
    for each in CELL_RULES:
        if not each.blank and not findings.package.has(each.table, each.column):
            continue
        for row in findings.package.rows(each.table):
            value = row[each.column]
            if (value or each.blank) and each.broken(value):
                findings.add(each.rule, each.table, row, each.column, value if each.show else "")


def check_rows(findings: Findings) -> None:
    """Questions that need more than one cell, or the cell exactly as it stands."""
    _check_services(findings)
    _check_schedules(findings)
    _check_locations(findings)
    for row in findings.package.rows("addresses"):
        state = row.as_found("state_province")
        if isinstance(state, str) and state != state.rstrip():
            rule = "addresses.state_province.trailing_space"
            findings.add(rule, "addresses", row, "state_province", state)
    for row in findings.package.rows("languages"):
        if len(row["name"]) > LONGEST_NAME:
            found = addresses.mask(row["name"])[0]
            findings.add("languages.name.sentence", "languages", row, "name", found)


def _check_services(findings: Findings) -> None:
    for row in findings.package.rows("services"):
        if not has_id(row):
            findings.add("services.id.missing", "services", row, "id", row["name"])
        elif _not_uuid(row["id"]):
            findings.add("services.id.not_uuid", "services", row, "id", row["id"])
    for name, rows in findings.package.by("services", "name").items():
        for row in rows[1:]:
            findings.add("services.name.duplicate", "services", row, "name", name)


def _check_schedules(findings: Findings) -> None:
    for row in findings.package.rows("schedules"):
        if not has_id(row):
            findings.add("schedules.id.missing", "schedules", row, "id")
        if not (row["opens_at"] and row["closes_at"]):
            column = "closes_at" if row["opens_at"] else "opens_at"
            findings.add("schedules.opens_at.missing", "schedules", row, column)


def _check_locations(findings: Findings) -> None:
    addressed = findings.package.by("addresses", "location_id")
    for row in findings.package.rows("locations"):
        if row["location_type"].casefold() not in ("", "physical"):
            continue
        if not (row["latitude"] and row["longitude"]):
            findings.add("locations.latitude.missing", "locations", row, "latitude")
        if row["id"] not in addressed:
            findings.add("locations.address.missing", "locations", row, "id")


def check_left_out(findings: Findings) -> None:
    """Say what is not carried over on purpose: people, fax numbers, rows marked as private."""
    people = [row for row in findings.package.rows("contacts") if is_person(row)]
    if people:
        problem_of_file = problem(
            "contacts.name.left_out", people[0].spot("name"), table="contacts", count=len(people)
        )
        findings.problems.append(problem_of_file)
    for row in findings.package.rows("phones"):
        if not channel_of(row):
            findings.add("phones.type.left_out", "phones", row, "type", row["type"])
    for table in ("services", "locations", "addresses", "phones", "contacts"):
        for row in findings.package.rows(table):
            if row.private_parts():
                findings.add("rows.private.left_out", table, row, "id")
