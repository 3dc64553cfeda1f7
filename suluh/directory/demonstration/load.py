"""Oselia, the invented country: its services as written in TOML, and as records to export.

Texts stand per language; the steps are lists, one step an item. An organization is named once,
in organizations.toml, and each service points to it.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from suluh.directory.domain.contacts import NUMBERS
from suluh.directory.domain.fields import BY_KEY, SERVICE_FIELDS, Kind
from suluh.directory.domain.phones import parse_phone
from suluh.directory.domain.problems import Spot
from suluh.directory.domain.records import Record, Value
from suluh.directory.domain.understanding import empty

FOLDER = Path(__file__).parent
LANGUAGES = ("en", "id", "km", "ar")
COUNTRY = "GB"  # the fictional numbers +44 20 7946 0xxx are British ones (Ofcom keeps them free)


def areas_file() -> Path:
    """The vocabulary of Oselia's province and districts."""
    return FOLDER / "areas.toml"


def holidays_file() -> Path:
    """The invented holidays of Oselia."""
    return FOLDER / "holidays.toml"


def organizations() -> dict[str, dict[str, Any]]:
    """Each organization by its id: `name` (language -> text) and `organization_type`."""
    return _read(FOLDER / "organizations.toml")["organization"]  # type: ignore[no-any-return]


def services() -> list[dict[str, Any]]:
    """Every service, in the order of its `service_id`: keys of domain/fields.py.

    `organization` holds the texts of the name; `contacts` and `places` are lists of rows.
    Raises KeyError when a service points to an organization that is not described.
    """
    named = organizations()
    found: list[dict[str, Any]] = []
    for path in sorted((FOLDER / "services").glob("*.toml")):
        for row in _read(path)["service"]:
            owner = named[row["organization_id"]]
            found.append(
                {key: _joined(value) if _is_texts(key) else value for key, value in row.items()}
                | {"organization": owner["name"], "organization_type": owner["organization_type"]}
            )
    return sorted(found, key=lambda service: str(service["service_id"]))


def records() -> list[Record]:
    """The services as records: every field present, blank where the team does not know."""
    return [_record(service) for service in services()]


def _record(service: dict[str, Any]) -> Record:
    return Record(
        key=service["service_id"],
        hsds_id="",
        spot=Spot(),
        values={each.key: service.get(each.key, empty(each.kind)) for each in SERVICE_FIELDS},
        organization={
            "id": service["organization_id"],
            "name": service["organization"],
            "organization_type": service["organization_type"],
        },
        contacts=[_contact(row) for row in service["contacts"]],
        places=service.get("places", []),
        channels=["*"],
        place_keys=["*"],
    )


def _contact(row: dict[str, Value]) -> dict[str, Value]:
    """The row with its number in E.164, as the check would store it."""
    if row["channel"] in NUMBERS:
        return row | {"value": parse_phone(row["value"], COUNTRY).value}
    return row


def _read(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _is_texts(key: str) -> bool:
    return key in BY_KEY and BY_KEY[key].kind is Kind.TEXTS


def _joined(texts: dict[str, str | list[str]]) -> dict[str, str]:
    return {
        language: text if isinstance(text, str) else "\n".join(text)
        for language, text in texts.items()
    }
