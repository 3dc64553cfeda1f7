"""How long a check of a service may be trusted.

Limits: domain review of published directories (hotlines and shelters change first); a country's
coordinator may set others when publishing gates exist.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from suluh.directory.edition.contents import Values

_QUICK = frozenset({"hotline", "emergency", "shelter_emergency"})
_MIDDLE = frozenset({"legal_advice", "medical", "case_management"})
_DAYS = ((90, _QUICK), (180, _MIDDLE))
_OTHERWISE = 365  # days


@dataclass(frozen=True, slots=True)
class Freshness:
    """When a service was checked, and until when that holds."""

    checked: date
    again: date

    def is_stale(self, today: date) -> bool:
        return today > self.again


def freshness_of(values: Values) -> Freshness | None:
    """None when nobody knows when the service was last checked."""
    try:
        checked = date.fromisoformat(values.get("verified_on") or "")
    except ValueError:
        return None
    return Freshness(checked, checked + timedelta(days=_limit(values)))


def _limit(values: Values) -> int:
    types = set(values.get("types", ()))
    return next((days for days, codes in _DAYS if types & codes), _OTHERWISE)
