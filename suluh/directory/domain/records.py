"""What is read from a file: first as found (Draft), then as understood (Record)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from suluh.directory.domain.problems import Problem, Spot

Value = Any  # JSON-native: str, int, float, list[str], dict[str, str]; see fields.Kind


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell as found. `value` is str, int, float, bool, or datetime.date/datetime/time."""

    value: object
    spot: Spot

    @property
    def blank(self) -> bool:
        return self.value is None or (isinstance(self.value, str) and not self.value.strip())


@dataclass(slots=True)
class Draft:
    """One service as found, nothing believed yet.

    `cells` maps a field key, or `key.language` for a field of kind TEXTS, to its cell; a key that
    is absent was not a column of the file, a blank cell was left empty. `contacts` and `places`
    are the rows of child tables (keys of CONTACT_FIELDS and PLACE_FIELDS); the contact and place
    columns of the short form stand in `cells`. `strict` is True for a Suluh workbook, where a
    missing required cell is an error; in a foreign file it is a remark.
    """

    key: str
    spot: Spot
    cells: dict[str, Cell] = field(default_factory=dict)
    contacts: list[dict[str, Cell]] = field(default_factory=list)
    places: list[dict[str, Cell]] = field(default_factory=list)
    strict: bool = True
    # Child tables that the file has: when True, the rows found replace those that are stored.
    has_contacts: bool = False
    has_places: bool = False


@dataclass(slots=True)
class Reading:
    """A whole file as read: the drafts, and the problems of its structure."""

    source_format: str  # suluh, hsds-1, hsds-2, hsds-3, hsds-json, flat
    source: str  # the name under which identifiers that are not UUIDs are remembered
    drafts: list[Draft] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    organizations: int = 0
    services: int = 0
    locations: int = 0
    language: str = "en"  # of texts that do not say


@dataclass(slots=True)
class Record:
    """One service as understood and safe to store.

    `values` holds a key for every column the file had (keys of SERVICE_FIELDS), "" / [] / {} /
    None where it was left blank. `organization` may hold id, name (texts) and the keys of
    ORGANIZATION_FIELDS. `channels` and `place_keys` name what the file speaks of, so that an import
    leaves alone what the file does not mention.
    """

    key: str
    hsds_id: str
    spot: Spot
    action: str = ""
    values: dict[str, Value] = field(default_factory=dict)
    organization: dict[str, Value] = field(default_factory=dict)
    contacts: list[dict[str, Value]] = field(default_factory=list)
    places: list[dict[str, Value]] = field(default_factory=list)
    channels: list[str] = field(default_factory=list)  # channels the file speaks of; ["*"] all
    place_keys: list[str] = field(default_factory=list)  # place columns it speaks of; ["*"] all
    guessed: list[str] = field(default_factory=list)  # fields that must not overrule a person
    closed: bool = False  # nobody may be led to its place
    errors: int = 0  # problems of severity error: the row waits in quarantine


@dataclass(slots=True)
class Checked:
    """The outcome of a check: every record (the quarantined too), and all problems."""

    source_format: str
    source: str
    organizations: int
    services: int
    locations: int
    records: list[Record]
    problems: list[Problem]
    areas: list[dict[str, Any]] = field(default_factory=list)  # the workbook's own, see areas.py
