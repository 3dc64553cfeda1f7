"""Words of the directory for templates: a field's label, and a stored value put into words."""

from __future__ import annotations

from django import template
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from suluh.directory.column_words import column
from suluh.directory.domain.fields import BY_KEY
from suluh.directory.domain.phones import readable
from suluh.directory.domain.records import Value
from suluh.directory.vocabularies import shelf
from suluh.kernel.languages import pick

register = template.Library()


@register.simple_tag
def field_label(key: str) -> str:
    """The label of a field in the reader's language."""
    if key == "contacts":
        return _("Ways to reach it")
    if key == "places":
        return _("Places")
    return pick(dict(column(key).label), get_language() or "en")


@register.simple_tag
def in_words(key: str, value: Value) -> str:
    """A stored value as one line: labels for codes, each language's text, row after row."""
    language = get_language() or "en"
    if not value:
        return _("Not known")
    if isinstance(value, dict):
        return " · ".join(text for text in value.values() if text)
    if isinstance(value, list) and isinstance(value[0], dict):
        rows = ([readable(str(part)) for part in row.values() if part] for row in value)
        return "; ".join(" ".join(parts) for parts in rows)
    described = BY_KEY.get(key)
    if described is not None and described.vocabulary:
        terms = shelf()[described.vocabulary]
        return ", ".join(
            terms.label(code, language) for code in (value if isinstance(value, list) else [value])
        )
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
