"""{{ js_data.request_options|as_json }}: what passkey.js reads from an attribute."""

from __future__ import annotations

from typing import Any

from django import template

from suluh.access.signing_in.second_steps import options_text

register = template.Library()


@register.filter
def as_json(options: dict[str, Any]) -> str:
    """Escaped by the template like every other text."""
    return options_text(options)
