"""Where a service is, as far as that may be told."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from suluh.directory.edition.allow_list import PUBLIC_ADDRESS
from suluh.directory.edition.contents import PublicService, Values
from suluh.door.visit import Visit
from suluh.door.wording import in_language, joined, sentence

MOST_AREAS = 3  # on one line; a national service may name all districts


def where(visit: Visit, service: PublicService) -> SafeString:
    """One line: the door where strangers may come, or the area and how one learns the rest."""
    disclosure = service.values.get("location_disclosure", "")
    if disclosure == PUBLIC_ADDRESS and (address := next(addresses(service), None)):
        return address
    area = area_line(visit, service.values)
    if disclosure in ("", PUBLIC_ADDRESS):
        return format_html("{} {}", area, _("Where exactly? Ask before you go."))
    return format_html("{} {}", area, sentence(visit.word("location_disclosure", disclosure)))


def area_line(visit: Visit, values: Values) -> SafeString:
    """The areas it works for."""
    areas = values.get("areas", [])
    if not areas:
        return SafeString("")
    named = joined([visit.word("areas", code) for code in areas[:MOST_AREAS]])
    if len(areas) > MOST_AREAS:
        named = format_html("{} {}", named, _("and other areas"))
    return sentence(named)


def addresses(service: PublicService) -> Iterator[SafeString]:
    """The doors where strangers may come: none unless that was said in so many words."""
    if service.values.get("location_disclosure") != PUBLIC_ADDRESS:
        return
    for place in service.places:
        parts = [place.get(key, "") for key in ("place_name", "street", "postcode", "locality")]
        if any(parts[:3]):
            # One piece, in the direction of its own script: an address is not the page's sentence.
            yield in_language(", ".join(filter(None, parts)), "")


def landmarks(service: PublicService) -> list[SafeString]:
    """How to find the door, as somebody wrote it."""
    if service.values.get("location_disclosure") != PUBLIC_ADDRESS:
        return []
    return [in_language(place["landmark"], "") for place in service.places if place.get("landmark")]
