"""Ways to reach a service, and its places, from the tables of HSDS.

What is left out, on purpose and with a remark: people (their names, titles, e-mail addresses and
own telephones), fax and text telephones, and whatever a row marks as private.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from suluh.directory.domain.records import Cell
from suluh.directory.intake.hsds_names import names
from suluh.directory.intake.hsds_tables import Package, Row
from suluh.directory.intake.private_flags import ADDRESS, CONTACT

Cells = dict[str, Cell]

EXTENSION = re.compile(
    r"(?<=\d)[\s,;]*(?:x|ext\.?|extension|#)\s*[:.]?\s*((?:opt\.?\s*)?\d{1,7})$", re.IGNORECASE
)
SCHEME = re.compile(r"[a-z][a-z0-9+.-]*://", re.IGNORECASE)
_HALF_SCHEME = re.compile(r"(?:https?:/*)?", re.IGNORECASE)


def contacts_of(
    package: Package, service: Row, services_at: list[str], locations: list[str]
) -> list[Cells]:
    """Phones, e-mail, web addresses; the organization's own where the service has none."""
    if CONTACT in service.private_parts():
        return []
    organization = service["organization_id"]
    phones = _phones(package, service["id"], services_at, locations)
    if not phones:
        phones = [
            row
            for row in package.by("phones", "organization_id").get(organization, [])
            if _may_show(row)
        ]
    found = [*_phone_cells(phones), *_email_cells(package, service), *_url_cells(package, service)]
    return list({(each["channel"].value, each["value"].value): each for each in found}.values())


def _phones(
    package: Package, service: str, services_at: list[str], locations: list[str]
) -> list[Row]:
    desks = [
        row["id"]
        for row in package.by("contacts", "service_id").get(service, [])
        if not is_person(row)
    ]
    rows = [
        *package.by("phones", "service_id").get(service, []),
        *package.linked("phones", "service_at_location_id", services_at),
        *package.linked("phones", "location_id", locations),
        *package.linked("phones", "contact_id", desks),
    ]
    return [row for row in rows if _may_show(row)]


def _may_show(row: Row) -> bool:
    return CONTACT not in row.private_parts()


def is_person(contact: Row) -> bool:
    """Does a row of the table contacts name somebody, rather than a desk or a department?"""
    return bool(contact["name"])


def channel_of(phone: Row) -> str:
    """The channel of a telephone, "" when a call to it would reach a machine."""
    channels: dict[str, str] = names()["phone_types"]
    return channels.get(phone["type"].casefold(), "phone")


def _phone_cells(rows: list[Row]) -> Iterator[Cells]:
    for row in rows:
        channel = channel_of(row)
        number = row["number"].strip("\"' ")
        if not (number and channel):
            continue
        inside = EXTENSION.search(number)
        extension = row["extension"] or (inside[1] if inside else "")
        cells = {
            "channel": Cell(channel, row.spot("type")),
            "value": Cell(number[: inside.start()] if inside else number, row.spot("number")),
        }
        if extension:
            cells["extension"] = Cell(extension, row.spot("extension"))
        yield cells


def _email_cells(package: Package, service: Row) -> Iterator[Cells]:
    desks = package.by("contacts", "service_id").get(service["id"], [])
    own = [service, *(row for row in desks if not is_person(row) and _may_show(row))]
    owner = package.by("organizations", "id").get(service["organization_id"], [])[:1]
    rows = [row for row in own if row["email"]] or owner
    for row in rows:
        if row["email"]:
            yield {
                "channel": Cell("email", row.spot("email")),
                "value": Cell(row["email"], row.spot("email")),
            }


def _url_cells(package: Package, service: Row) -> Iterator[Cells]:
    for row in (service, *package.by("url", "service_id").get(service["id"], [])):
        if address := row["url"]:
            found = Cell(with_scheme(address), row.spot("url"))
            yield {"channel": Cell("website", row.spot("url")), "value": found}


def with_scheme(address: str) -> str:
    """A web address as a browser needs it: `www.example.org` gets `https://`."""
    return address if SCHEME.match(address) else f"https://{_HALF_SCHEME.sub('', address, count=1)}"


def places_of(package: Package, service: Row, locations: list[str], country: str) -> list[Cells]:
    """The doors of a service where strangers may come: no virtual, postal or private place."""
    if ADDRESS in service.private_parts():
        return []
    rows = package.linked("locations", "id", locations)
    return [
        cells
        for row in rows
        if is_door(row)
        for cells in _at(package, row, service["name"], country)
    ]


def is_door(location: Row) -> bool:
    """False for a virtual, postal or redacted location, and for one that is marked private."""
    kind = location["location_type"].casefold()
    return kind in ("", "physical") and ADDRESS not in location.private_parts()


def _at(package: Package, location: Row, service_name: str, country: str) -> Iterator[Cells]:
    addresses = package.by("addresses", "location_id").get(location["id"], [])
    if any(ADDRESS in row.private_parts() for row in addresses):
        return  # coordinates would give away what the address row hides
    physical = [row for row in addresses if row["address_type"].casefold() in ("", "physical")]
    found: list[Row | None] = [*physical] or [None]
    for address in found:
        cells = _place(location, service_name)
        if address:
            cells |= _address(address, country)
        if cells:
            yield cells


def _place(location: Row, service_name: str) -> Cells:
    name = "" if location["name"] == service_name else location["name"]
    found = {"place_name": Cell(name, location.spot("name"))} if name else {}
    for key, column in (
        ("latitude", "latitude"),
        ("longitude", "longitude"),
        ("landmark", "transportation"),
    ):
        if location[column]:
            found[key] = Cell(location[column], location.spot(column))
    return found


_ADDRESS_COLUMNS = (("locality", "city"), ("postcode", "postal_code"), ("country", "country"))


def _address(row: Row, country: str) -> Cells:
    street = ", ".join(filter(None, (row["address_1"], row["address_2"])))
    region = "state_province" if row["state_province"] else "region"
    found = {
        "street": Cell(street, row.spot("address_1")),
        "region": Cell(row[region], row.spot(region)),
        **{key: Cell(row[column], row.spot(column)) for key, column in _ADDRESS_COLUMNS},
    }
    if found["country"].blank and country:
        found["country"] = Cell(country, row.spot("country"))
    return {key: cell for key, cell in found.items() if not cell.blank}
