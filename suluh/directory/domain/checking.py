"""The check: from drafts to records that are safe to store, and every problem on the way."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from uuid import NAMESPACE_URL, UUID, uuid5

from suluh.directory.domain import addresses, sense
from suluh.directory.domain.contacts import read_contacts
from suluh.directory.domain.context import Context, folded
from suluh.directory.domain.fields import (
    BY_KEY,
    ORGANIZATION_FIELDS,
    PLACE_FIELDS,
    SERVICE_FIELDS,
    Field,
    Kind,
)  # fmt: skip
from suluh.directory.domain.problems import Problem, Severity, Spot
from suluh.directory.domain.protection import (
    PUBLIC_ADDRESS,
    Hidden,
    Protected,
    has_address,
    protect,
)
from suluh.directory.domain.records import Cell, Checked, Draft, Reading, Record, Value
from suluh.directory.domain.understanding import understand
from suluh.directory.rules import problem

Watch = Callable[[int, int], None]  # rows done, rows in all
WATCHED = 200  # rows between two calls of a watch
NOTHING = Cell(None, Spot())
Cells = dict[str, dict[str, Cell]]  # field key -> language ("" when none) -> cell
_PLACE_KEYS = {each.key: each for each in PLACE_FIELDS}


@dataclass(slots=True)
class Outcome:
    """What came of a file.

    `checked` is what can be stored; `quarantined` the masked drafts whose rows have errors. Where
    the file itself is handed back, `hidden` are cells that must be overwritten, and `open_rows`
    (sheet, line) the only rows that may keep what looks like an address; None when no place of
    the file is protected.
    """

    checked: Checked
    quarantined: list[Draft] = field(default_factory=list)
    hidden: Hidden = field(default_factory=dict)
    open_rows: set[tuple[str, int]] | None = None


def identifier(source: str, key: str) -> str:
    """The HSDS id: `key` itself when it is a UUID, else uuid5 of the source's name and the key."""
    try:
        return str(UUID(key))
    except ValueError:
        return str(uuid5(uuid5(NAMESPACE_URL, f"suluh:{source}"), key))


def check(reading: Reading, context: Context, watch: Watch | None = None) -> Outcome:
    """Check every draft of a file. Raises nothing for bad content: all of it becomes problems.

    `watch` is told now and then how many rows of how many are done.
    """
    outcome = Outcome(_nothing_yet(reading))
    errors_by_row = _errors_by_row(reading.problems)
    guessed = {each.key for each in reading.problems if each.rule == "services.types.guessed"}
    seen: set[str] = set()
    closed = _closed_doors(reading, context)
    for number, draft in enumerate(reading.drafts):
        if watch and number % WATCHED == 0:
            watch(number, len(reading.drafts))
        record, problems, safe = _check_one(
            draft, reading.source, context, outcome.hidden, not closed.isdisjoint(_doors(draft))
        )
        if draft.key in guessed:
            record.guessed.append("types")
        record.errors += errors_by_row[_row(draft.spot)]
        if record.hsds_id in seen and not record.errors:
            rule = "services.service_id.duplicate"
            problems.append(
                problem(rule, draft.spot, key=draft.key, found=draft.key, severity=Severity.ERROR)
            )
        record.errors += sum(each.severity is Severity.ERROR for each in problems)
        seen.add(record.hsds_id)
        outcome.checked.records.append(record)
        outcome.checked.problems.extend(problems)
        if record.errors:
            outcome.quarantined.append(safe)
    outcome.open_rows = _open_rows(reading.drafts, outcome.checked.records)
    protected = {record.key for record in outcome.checked.records if record.closed}
    outcome.checked.problems[:] = [
        _masked(each) if each.key in protected else each for each in outcome.checked.problems
    ]
    outcome.checked.problems.extend(sense.across(outcome.checked.records, reading))
    return outcome


def _masked(found: Problem) -> Problem:
    """A problem of the file's structure shows what it found, before anybody knew of a shelter."""
    facts = {name: addresses.mask(text)[0] for name, text in found.facts.items()}
    return replace(found, found=addresses.mask(found.found)[0], facts=facts)


def _closed_doors(reading: Reading, context: Context) -> set[tuple[str, str]]:
    """Where the protected places of a foreign file are: another record may name the same door."""
    return {
        door
        for draft in reading.drafts
        if not draft.strict
        and (doors := _doors(draft))
        and _protect(draft, "", context, False).closed
        for door in doors
    }


def _doors(draft: Draft) -> set[tuple[str, str]]:
    """Street and town of each place that a foreign record names."""
    if draft.strict:
        return set()
    rows = [draft.cells, *draft.places]
    return {
        (folded(str(row["street"].value)), folded(str(row.get("locality", NOTHING).value or "")))
        for row in rows
        if "street" in row and not row["street"].blank
    }


def _open_rows(drafts: list[Draft], records: list[Record]) -> set[tuple[str, int]] | None:
    if not any(record.closed for record in records):
        return None
    return {
        (cell.spot.sheet, cell.spot.line)
        for draft, record in zip(drafts, records, strict=True)
        if not record.closed
        for row in (draft.cells, *draft.contacts, *draft.places)
        for cell in row.values()
    }


def _nothing_yet(reading: Reading) -> Checked:
    return Checked(
        reading.source_format,
        reading.source,
        reading.organizations,
        reading.services,
        reading.locations,
        records=[],
        problems=list(reading.problems),
    )


def _row(spot: Spot) -> tuple[str, str, int]:
    return spot.file, spot.sheet, spot.line


def _errors_by_row(problems: list[Problem]) -> Counter[tuple[str, str, int]]:
    return Counter(_row(each.spot) for each in problems if each.severity is Severity.ERROR)


def _check_one(
    draft: Draft, source: str, context: Context, hidden: Hidden, neighbour: bool
) -> tuple[Record, list[Problem], Draft]:
    stored = context.disclosures.get(identifier(source, draft.key), "")
    protected = _protect(draft, stored, context, neighbour)
    hidden |= protected.hidden
    safe = protected.draft
    record = Record(key=safe.key, hsds_id=identifier(source, safe.key), spot=safe.spot)
    record.closed = protected.closed
    problems = protected.problems
    problems += _read_values(safe, record, context)
    _say_disclosure(protected, record)
    problems += _read_places(safe, record, context)
    contacts = read_contacts(safe, context)
    record.contacts, record.channels = contacts.rows, contacts.channels
    problems += contacts.problems
    problems += sense.of_one(record, safe, context)
    return record, problems, safe


def _protect(draft: Draft, stored: str, context: Context, neighbour: bool) -> Protected:
    types = understand(BY_KEY["types"], draft.cells.get("types", NOTHING), context)
    said = understand(
        BY_KEY["location_disclosure"], draft.cells.get("location_disclosure", NOTHING), context
    )
    shelters = context.vocabularies["service_types"].codes_where("shelter")
    untyped = draft.strict and not types.value and has_address(draft)
    given = said.value or ("" if said.doubts else stored)
    return protect(
        draft,
        shelter=bool(shelters & set(types.value)),
        given=given,
        doubtful=bool(types.doubts or said.doubts or untyped or neighbour),
        tightened=stored == PUBLIC_ADDRESS and given not in ("", PUBLIC_ADDRESS),
    )


def _say_disclosure(protected: Protected, record: Record) -> None:
    """The settled disclosure; one that nobody named never replaces what a person said."""
    if protected.disclosure or "location_disclosure" in protected.draft.cells:
        record.values["location_disclosure"] = protected.disclosure
    if protected.derived and not protected.closed:
        record.guessed.append("location_disclosure")


def _read_values(draft: Draft, record: Record, context: Context) -> list[Problem]:
    problems: list[Problem] = []
    cells = _by_field(draft)

    def put(into: dict[str, Value], key: str, described: Field) -> None:
        if described.key in cells:  # a column the file has; a blank number is None, and clears
            into[key] = _field(cells[described.key], described, draft, context, problems)

    for described in SERVICE_FIELDS:
        put(record.values, described.key, described)
    for described in ORGANIZATION_FIELDS:
        put(record.organization, described.key, described)
    put(record.organization, "name", BY_KEY["organization"])
    put(record.organization, "id", BY_KEY["organization_id"])
    if "action" in cells:
        record.action = _field(cells["action"], BY_KEY["action"], draft, context, problems)
    return problems


def _field(
    found: dict[str, Cell],
    described: Field,
    draft: Draft,
    context: Context,
    problems: list[Problem],
) -> Value:
    """The value of one field, from its cell or its cells per language."""
    if described.kind is not Kind.TEXTS:
        return _read(draft, described, found[""], context, problems)
    # Blank languages stay as "", so that an import knows which columns the file had.
    return {
        language: _read(draft, described, cell, context, problems)
        for language, cell in found.items()
    }


def _by_field(draft: Draft) -> Cells:
    cells: Cells = {}
    for name, cell in draft.cells.items():
        key, _, language = name.partition(".")
        cells.setdefault(key, {})[language] = cell
    return cells


def _read(
    draft: Draft, described: Field, cell: Cell, context: Context, problems: list[Problem]
) -> Value:
    understood = understand(described, cell, context)
    for rule, facts in understood.doubts:
        severity = None if draft.strict else Severity.WARNING
        named = {"column": described.key, **facts}
        problems.append(
            problem(rule, cell.spot, key=draft.key, found=cell.value, severity=severity, **named)
        )
    value = understood.value
    if isinstance(value, dict) and described.kind is Kind.TEXTS:
        return ""  # a blank cell of one language
    return value


def _read_places(draft: Draft, record: Record, context: Context) -> list[Problem]:
    """Places from the columns of the short form, or from the rows of a places sheet."""
    problems: list[Problem] = []
    rows = draft.places if draft.has_places else [draft.cells]
    record.place_keys = (
        ["*"] if draft.has_places else [key for key in _PLACE_KEYS if key in draft.cells]
    )
    for row in rows:
        place = {
            key: _read(draft, described, row[key], context, problems)
            for key, described in _PLACE_KEYS.items()
            if key in row
        }
        if any(value not in ("", None) for value in place.values()):
            record.places.append(place)
    return problems
