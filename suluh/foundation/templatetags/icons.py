"""{% icon "store" %}: one Lucide icon as inline SVG. Always beside a word, so never read aloud."""

from __future__ import annotations

from functools import cache

from django import template
from django.utils.safestring import SafeString, mark_safe
from lucide.templatetags.lucide import lucide

register = template.Library()

_MIRRORED = ("arrow-left", "arrow-right", "chevron-left", "chevron-right", "log-out")


@register.simple_tag
@cache
def icon(name: str, size: int = 24) -> SafeString:
    """Raises lucide.IconDoesNotExist. Arrows carry a class by which right-to-left turns them."""
    classes = "icon icon-turns" if name in _MIRRORED else "icon"
    svg = lucide(str(name), size=size, **{"class": classes, "aria-hidden": "true"})
    return mark_safe(svg)  # noqa: S308 - from the package, with nothing of ours but the name
