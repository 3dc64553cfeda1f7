"""What an import changes: the stored service and the incoming row become one, and say how.

A column the file does not have leaves the stored value alone; a blank cell clears it, and is
listed. A missing row changes nothing at all: closing is an explicit action.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from suluh.directory.domain.fields import (
    ADDRESS_KEYS,
    ORGANIZATION_FIELDS,
    SERVICE_FIELDS,
    Kind,
)
from suluh.directory.domain.protection import PUBLIC_ADDRESS, withheld
from suluh.directory.domain.records import Record, Value
from suluh.directory.domain.understanding import empty

# A column of the short form speaks for these channels.
COVERS = {"phone": {"phone", "free_phone"}, "whatsapp": {"whatsapp"}, "email": {"email"},
          "website": {"website"}}  # fmt: skip
ORGANIZATION_KEYS = tuple(each.key for each in ORGANIZATION_FIELDS)
_DEFAULTS = {each.key: each.kind for each in SERVICE_FIELDS}


@dataclass(frozen=True, slots=True)
class Change:
    """One changed field of one service. A cleared field has an empty `after`."""

    field: str
    before: Value
    after: Value

    @property
    def cleared(self) -> bool:
        return not self.after and bool(self.before)


@dataclass(slots=True)
class Merged:
    """The service as it shall be stored: every field of SERVICE_FIELDS has a value."""

    record: Record
    changes: list[Change] = field(default_factory=list)


def merge(stored: Record | None, incoming: Record) -> Merged:
    """Lay `incoming` over `stored` (None for a new service).

    A row that closes a service changes its status and nothing else, however empty it is.
    """
    if stored and incoming.action == "close":
        incoming = Record(incoming.key, incoming.hsds_id, incoming.spot, "close")
    before = stored or Record(incoming.key, incoming.hsds_id, incoming.spot)
    values = {key: before.values.get(key, empty(kind)) for key, kind in _DEFAULTS.items()}
    for key, value in incoming.values.items():
        if key in incoming.guessed and values[key]:
            continue
        values[key] = _laid_over(_DEFAULTS[key], values[key], value)
    if incoming.action == "close":
        values["status"] = "closed"
    organization = _organization(before.organization, incoming.organization)
    contacts = _contacts(before, incoming)
    places = _places(before, incoming, str(values["location_disclosure"]))
    if values["location_disclosure"] not in ("", PUBLIC_ADDRESS):
        # Also for what was stored while the place was still open.
        values, contacts, places = withheld(values), withheld(contacts), withheld(places)
    after = replace(
        incoming,
        action="",
        values=values,
        organization=organization,
        contacts=contacts,
        places=places,
    )
    return Merged(after, _changes(before, after))


def _laid_over(kind: Kind, before: Value, incoming: Value) -> Value:
    if kind is Kind.TEXTS:
        return {language: text for language, text in {**before, **incoming}.items() if text}
    return incoming


def _organization(before: dict[str, Value], incoming: dict[str, Value]) -> dict[str, Value]:
    """The row names its organization anew, blanks it, or has no column for it."""
    if not {"id", "name"} & incoming.keys():
        return before
    said = {
        key: _laid_over(Kind.TEXTS, {}, value) if isinstance(value, dict) else value
        for key, value in incoming.items()
    }
    return said if said.get("name") or said.get("id") else {}


def _contacts(before: Record, incoming: Record) -> list[dict[str, Value]]:
    rows = [_complete(row) for row in incoming.contacts]
    if incoming.channels == ["*"]:
        return rows
    covered = set().union(*(COVERS[column] for column in incoming.channels))
    known = {_number(row): row for row in before.contacts if row["channel"] in covered}
    kept = [row for row in before.contacts if row["channel"] not in covered]
    return _in_stored_order(before.contacts, [known.get(_number(row), row) for row in rows] + kept)


def _number(row: dict[str, Value]) -> tuple[str, str]:
    return row["value"], row.get("extension") or ""


def _complete(row: dict[str, Value]) -> dict[str, Value]:
    return {key: row.get(key) or "" for key in CONTACT_KEYS}


CONTACT_KEYS = ("channel", "value", "extension", "free_to_call", "works_from_abroad",
                "safe_to_leave_message", "appears_on_bill", "answers_as")  # fmt: skip


def _in_stored_order(
    stored: list[dict[str, Value]], rows: list[dict[str, Value]]
) -> list[dict[str, Value]]:
    """Rows that were stored keep their order, so that re-importing a file moves nothing."""
    order = {(row["channel"], *_number(row)): place for place, row in enumerate(stored)}
    return sorted(rows, key=lambda row: order.get((row["channel"], *_number(row)), len(order)))


def _places(before: Record, incoming: Record, disclosure: str) -> list[dict[str, Value]]:
    if incoming.place_keys == ["*"]:
        places = incoming.places
    else:
        said: dict[str, Value] = dict.fromkeys(incoming.place_keys) | (incoming.places or [{}])[0]
        first, *others = before.places or [{}]
        places = [{**first, **said}, *others]
    places = [_complete_place(place, disclosure) for place in places]
    return [place for place in places if any(value not in ("", None) for value in place.values())]


PLACE_NUMBERS = ("latitude", "longitude")
PLACE_KEYS = ("place_name", "street", "locality", "region", "postcode", "country", "latitude",
              "longitude", "landmark")  # fmt: skip


def _complete_place(place: dict[str, Value], disclosure: str) -> dict[str, Value]:
    """Every key, and no address unless strangers may come: changing the disclosure wipes it."""
    empty_of = {key: None if key in PLACE_NUMBERS else "" for key in PLACE_KEYS}
    allowed = PLACE_KEYS if disclosure == PUBLIC_ADDRESS else set(PLACE_KEYS) - set(ADDRESS_KEYS)
    return empty_of | {
        key: value for key, value in place.items() if key in allowed and value is not None
    }


def _changes(before: Record, after: Record) -> list[Change]:
    pairs: list[tuple[str, Value, Value]] = [
        (key, before.values.get(key, empty(_DEFAULTS[key])), after.values[key])
        for key in after.values
    ]
    pairs += [
        ("organization", before.organization.get("name"), after.organization.get("name")),
        *(
            (key, before.organization.get(key), after.organization[key])
            for key in ORGANIZATION_KEYS
            if key in after.organization
        ),
        ("contacts", before.contacts, after.contacts),
        ("places", before.places, after.places),
    ]
    return [Change(key, old, new) for key, old, new in pairs if (old or None) != (new or None)]
