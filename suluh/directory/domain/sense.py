"""Rules of sense: what a well-formed row can still get wrong, in itself and beside others."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from suluh.directory.domain.context import Context, folded
from suluh.directory.domain.problems import Problem, Severity, Spot
from suluh.directory.domain.records import Cell, Draft, Reading, Record
from suluh.directory.rules import problem

NAME_WANTED = 60  # characters, "as a victim would say it" (directory specification, section 2.1)
OLD = timedelta(days=365)  # the longest limit of the maintenance cycle (section 1.2)
CHILDREN = frozenset({"girls", "boys"})
ADULT = 18  # years; Palermo Protocol, article 3 (d)


def of_one(record: Record, draft: Draft, context: Context) -> list[Problem]:
    """Problems of one record: what is missing, and what contradicts itself."""
    if record.action == "close":
        return []
    return [*_missing(record, draft, context), *_contradictions(record, draft, context)]


def _missing(record: Record, draft: Draft, context: Context) -> Iterator[Problem]:
    """The six things without which a service cannot be shown."""
    lacking = context.lacking.get(record.hsds_id, frozenset())
    for key in ("name", "types", "areas", "serves", "verified_on"):
        value = record.values.get(key)
        if not value or (isinstance(value, dict) and not any(value.values())):
            severity = Severity.WARNING if key in lacking else None
            yield from _unless_said(draft, key, f"services.{key}.missing", severity)
    if not record.contacts and not any(place.get("street") for place in record.places):
        severity = Severity.WARNING if "contact" in lacking else None
        yield _problem(draft, "services.contact.missing", _spot(draft, "phone"), severity)


def _unless_said(draft: Draft, key: str, rule: str, severity: Severity | None) -> Iterator[Problem]:
    """A cell that holds something unreadable has its own problem; only a blank one is missing."""
    cells = [cell for name, cell in draft.cells.items() if name.partition(".")[0] == key]
    if all(cell.blank for cell in cells):
        nameless = key == "name" and not draft.strict
        yield _problem(draft, rule, _spot(draft, key), Severity.ERROR if nameless else severity)


def _contradictions(record: Record, draft: Draft, context: Context) -> Iterator[Problem]:
    values = record.values
    lowest, highest = values.get("minimum_age"), values.get("maximum_age")
    if lowest is not None and highest is not None and lowest > highest:
        facts = {"minimum": str(lowest), "maximum": str(highest), "found": f"{lowest}-{highest}"}
        yield _problem(
            draft, "services.minimum_age.above_maximum", _spot(draft, "minimum_age"), **facts
        )
    if lowest is not None and lowest >= ADULT and CHILDREN & set(values.get("serves") or ()):
        yield _problem(draft, "services.minimum_age.excludes_children", _spot(draft, "minimum_age"))
    for language, name in (values.get("name") or {}).items():
        if len(name) > NAME_WANTED and draft.strict:
            cell = draft.cells[f"name.{language}"]
            yield _problem(
                draft, "services.name.too_long", cell.spot, found=name, length=str(len(name))
            )
    yield from _checked_when(values.get("verified_on"), draft, context)


def _checked_when(iso: str | None, draft: Draft, context: Context) -> Iterator[Problem]:
    if not iso:
        return
    spot = _spot(draft, "verified_on")
    checked = date.fromisoformat(iso)
    if checked > context.today:
        yield _problem(draft, "services.verified_on.future", spot, found=iso)
    elif context.today - checked > OLD:
        yield _problem(draft, "services.verified_on.old", spot, Severity.WARNING, found=iso)


def across(records: list[Record], reading: Reading) -> Iterator[Problem]:
    """Problems between rows of a Suluh workbook: the same name twice in one organization.

    (A foreign package counts its duplicate names when it is read.)
    """
    if reading.source_format != "suluh":
        return
    first: dict[tuple[str, str], str] = {}
    for record in records:
        for language, name in (record.values.get("name") or {}).items():
            owner = (record.organization.get("name") or {}).get(language, "")
            place = "|".join(map(str, record.values.get("areas") or ()))
            if (
                name
                and first.setdefault((folded(name), folded(f"{owner}|{place}")), record.key)
                != record.key
            ):
                facts = {"other": first[folded(name), folded(f"{owner}|{place}")]}
                yield problem(
                    "services.name.duplicate", record.spot, key=record.key, found=name, **facts
                )
                break


def _spot(draft: Draft, key: str) -> Spot:
    named: Cell | None = next(
        (cell for name, cell in draft.cells.items() if name.partition(".")[0] == key), None
    )
    return named.spot if named else draft.spot


def _problem(
    draft: Draft, rule: str, spot: Spot, severity: Severity | str | None = None,
    found: str = "", **facts: str,
) -> Problem:  # fmt: skip
    if severity is None and not draft.strict:
        severity = Severity.WARNING
    return problem(rule, spot, key=draft.key, found=found, severity=severity, **facts)
