"""{{ 4089|grouped }}: a count as the reader's language writes it, 4,089 or 4.089."""

from __future__ import annotations

from django import template
from django.utils.formats import number_format

register = template.Library()


@register.filter
def grouped(count: int) -> str:
    """Counts only: years, codes and identifiers are never grouped."""
    return number_format(count, use_l10n=True, force_grouping=True)
