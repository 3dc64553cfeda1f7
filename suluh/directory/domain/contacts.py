"""Ways to reach a service: from the columns of the short form, or the rows of a contacts sheet."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from suluh.directory.domain.context import Context
from suluh.directory.domain.fields import CONTACT_COLUMNS, CONTACT_FIELDS
from suluh.directory.domain.phones import parse_phone, split_phones
from suluh.directory.domain.problems import Problem, Severity
from suluh.directory.domain.records import Cell, Draft, Value
from suluh.directory.domain.understanding import (
    Understood,
    pieces,
    plain_text,
    read_email,
    read_url,
    understand,
)  # fmt: skip
from suluh.directory.rules import problem

NUMBERS = frozenset({"phone", "free_phone", "sms", "whatsapp"})
MOST_NUMBERS = 20  # in one cell: more are no list of numbers that a team wrote
COLUMNS = tuple(column.key for column in CONTACT_COLUMNS)


@dataclass(slots=True)
class Contacts:
    """What was understood; `channels` are those the file speaks of, ["*"] when all."""

    rows: list[dict[str, Value]]
    channels: list[str]
    problems: list[Problem]


def read_contacts(draft: Draft, context: Context) -> Contacts:
    """All ways of contact of one draft, in the order found, none twice."""
    found = Contacts([], [], [])
    for column in COLUMNS:
        if column in draft.cells:
            found.channels.append(column)
            _read_cell(found, draft, column, draft.cells[column], context)
    for row in draft.contacts:
        _read_row(found, draft, row, context)
    if draft.has_contacts:
        found.channels = ["*"]
    found.rows = list(
        {(row["channel"], row["value"], row.get("extension")): row for row in found.rows}.values()
    )
    return found


def _read_cell(found: Contacts, draft: Draft, channel: str, cell: Cell, context: Context) -> None:
    if not cell.blank:
        for value, extension in _values(found, draft, channel, cell, context):
            found.rows.append({"channel": channel, "value": value, "extension": extension})


def _read_row(found: Contacts, draft: Draft, row: dict[str, Cell], context: Context) -> None:
    read: dict[str, Value] = {}
    for described in CONTACT_FIELDS:
        if described.key in row and described.key != "value":
            understood = understand(described, row[described.key], context)
            read[described.key] = understood.value
            _report(found, draft, row[described.key], understood, described.key)
    channel, cell = read.get("channel", ""), row.get("value")
    if channel == "walk_in":
        found.rows.append(read | {"value": ""})
    elif cell is None or cell.blank:
        found.problems.append(problem("contacts.value.missing", draft.spot, key=draft.key))
    elif channel:
        for value, extension in _values(found, draft, channel, cell, context):
            found.rows.append(
                read | {"value": value, "extension": read.get("extension") or extension}
            )


def _values(
    found: Contacts, draft: Draft, channel: str, cell: Cell, context: Context
) -> Iterator[tuple[str, str]]:
    """Each value in the cell, with its extension."""
    if channel in NUMBERS:
        yield from _numbers(found, draft, cell, context)
        return
    readers = {"email": read_email, "website": read_url}
    for part in pieces(plain_text(cell.value)):
        understood = readers[channel](part) if channel in readers else Understood(part)
        _report(found, draft, cell, understood, channel)
        yield understood.value, ""


def _numbers(
    found: Contacts, draft: Draft, cell: Cell, context: Context
) -> Iterator[tuple[str, str]]:
    text = plain_text(cell.value)
    parts = split_phones(text)
    if len(parts) > MOST_NUMBERS:
        _add(found, draft, cell, "contacts.value.not_a_number", text)
        parts = []
    if len(parts) > 1 and ";" not in text:
        _add(found, draft, cell, "contacts.value.several", text)
    for part in parts:
        phone = parse_phone(part, context.country)
        if phone.doubt:
            _add(found, draft, cell, f"contacts.value.{phone.doubt}", part, read_as=phone.value)
        elif phone.extension and draft.strict:
            _add(
                found,
                draft,
                cell,
                "contacts.value.extension_inside",
                part,
                extension=phone.extension,
            )
        yield phone.value, phone.extension


def _report(found: Contacts, draft: Draft, cell: Cell, understood: Understood, column: str) -> None:
    for rule, facts in understood.doubts:
        _add(found, draft, cell, rule, str(cell.value), column=column, **facts)


def _add(found: Contacts, draft: Draft, cell: Cell, rule: str, text: str, **facts: str) -> None:
    severity = None if draft.strict else Severity.WARNING
    found.problems.append(
        problem(rule, cell.spot, key=draft.key, found=text, severity=severity, **facts)
    )
