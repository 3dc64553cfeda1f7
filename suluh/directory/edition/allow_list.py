"""The allow-list: what may stand in an edition. Whatever is not named here is refused, not dropped.

Refusing is the point: a caller that hands over a restricted value has a fault that must be seen.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from suluh.directory.domain.fields import (
    ADDRESS_KEYS,
    CONTACT_FIELDS,
    ORGANIZATION_FIELDS,
    PLACE_FIELDS,
    SERVICE_FIELDS,
    Field,
)
from suluh.directory.edition.contents import PublicService, Values
from suluh.kernel.sensitivity import Sensitivity

PUBLIC_ADDRESS = "public_address"


class NotPublic(ValueError):
    """Something that is not public was offered to an edition. Names the key, never the value."""


def _public(fields: Iterable[Field]) -> frozenset[str]:
    return frozenset(field.key for field in fields if field.visibility is Sensitivity.PUBLIC)


SERVICE_KEYS = _public(SERVICE_FIELDS)
ORGANIZATION_KEYS = _public(ORGANIZATION_FIELDS) | {"name"}
CONTACT_KEYS = _public(CONTACT_FIELDS)
PLACE_KEYS = _public(PLACE_FIELDS)

# The vocabularies that an edition needs so that every code in it has words.
VOCABULARIES = frozenset(
    field.vocabulary
    for field in (*SERVICE_FIELDS, *ORGANIZATION_FIELDS, *CONTACT_FIELDS, *PLACE_FIELDS)
    if field.vocabulary and field.visibility is Sensitivity.PUBLIC
)


def known(values: Values) -> dict[str, Any]:
    """The values that say something; an empty one means "not known" and takes no room."""
    return {key: value for key, value in values.items() if value not in (None, "", [], {}, ())}


def permitted(service: PublicService) -> PublicService:
    """The service without its empty values. Raises NotPublic when anything in it is not public."""
    _require(service.code, service.values, SERVICE_KEYS)
    _require(service.code, service.organization, ORGANIZATION_KEYS)
    for contact in service.contacts:
        _require(service.code, contact, CONTACT_KEYS)
    for place in service.places:
        _require(service.code, place, PLACE_KEYS)
    allowed = PublicService(
        code=service.code,
        values=known(service.values),
        organization=known(service.organization),
        contacts=tuple(filter(None, map(known, service.contacts))),
        places=tuple(filter(None, map(known, service.places))),
    )
    _require_no_address(allowed)
    return allowed


def _require(code: str, values: Mapping[str, object], allowed: frozenset[str]) -> None:
    if strangers := values.keys() - allowed:
        raise NotPublic(f"{code}: not public: {', '.join(sorted(strangers))}")


def _require_no_address(service: PublicService) -> None:
    """Only where strangers may come may an edition lead to a door (docs/adr/0004)."""
    if service.values.get("location_disclosure") == PUBLIC_ADDRESS:
        return
    if leading := {key for place in service.places for key in place.keys() & set(ADDRESS_KEYS)}:
        raise NotPublic(f"{service.code}: an address is given: {', '.join(sorted(leading))}")
