"""Rows of the table for roles, teams, emergencies and the question why."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone

from suluh.access.models import AgencyRole, EmergencyAccess, Team
from tests.cast import Cast


def _role(cast: Cast) -> dict[str, Any]:
    role = AgencyRole.objects.create(
        agency=cast.port_tamsin,
        code="own-1",
        name="Checker",
        grants={"directory.check": ["own"]},
    )
    return {"pk": role.pk}


def _team(cast: Cast) -> dict[str, Any]:
    return {"pk": Team.objects.create(agency=cast.port_tamsin, name="Harbour").pk}


def _emergency(cast: Cast) -> dict[str, Any]:
    """Sari opened it, yesterday."""
    opened = timezone.now() - timedelta(days=1)
    access = EmergencyAccess.objects.create(
        agency=cast.port_tamsin,
        account=cast.sari,
        capability="directory.edit",
        reason="A number is answered by somebody dangerous.",
        opened_at=opened,
        until=opened + timedelta(hours=3),
    )
    return {"pk": access.pk}


OBJECTS = {
    "role": _role,
    "role_remove": _role,
    "team": _team,
    "team_remove": _team,
    "emergency_end": _emergency,
    "emergency_seen": _emergency,
    "emergency_judge": _emergency,
}

ROWS: dict[str, tuple[int, ...]] = {
    #                        ilya sari omar vera noor dewi stranger
    "GET why":              (200, 200, 200, 200, 200, 302, 302),
    "POST why":             (200, 200, 200, 200, 200, 302, 302),
    "GET roles":            (403, 403, 200, 403, 403, 302, 302),
    "POST roles":           (405, 405, 405, 405, 405, 302, 302),
    "GET role_new":         (403, 403, 200, 403, 403, 302, 302),
    "POST role_new":        (403, 403, 400, 403, 403, 302, 302),
    "GET role_try":         (403, 403, 400, 403, 403, 302, 302),
    "POST role_try":        (403, 403, 400, 403, 403, 302, 302),
    # Noor has no power over roles; another office's administrator gets 404 (test_own_roles.py).
    "GET role":             (403, 403, 200, 403, 403, 302, 302),
    "POST role":            (403, 403, 400, 403, 403, 302, 302),
    "GET role_remove":      (405, 405, 405, 405, 405, 302, 302),
    "POST role_remove":     (403, 403, 302, 403, 403, 302, 302),
    "GET team_new":         (405, 405, 405, 405, 405, 302, 302),
    "POST team_new":        (403, 403, 302, 403, 403, 302, 302),
    "GET team":             (403, 403, 200, 403, 403, 302, 302),
    "POST team":            (403, 403, 302, 403, 403, 302, 302),
    "GET team_remove":      (405, 405, 405, 405, 405, 302, 302),
    "POST team_remove":     (403, 403, 302, 403, 403, 302, 302),
    # Only a reader's role names something for emergencies.
    "GET emergency":        (403, 200, 403, 403, 403, 302, 302),
    "POST emergency":       (403, 400, 403, 403, 403, 302, 302),
    "GET emergency_end":    (405, 405, 405, 405, 405, 302, 302),
    "POST emergency_end":   (404, 302, 302, 404, 404, 302, 302),
    "GET emergencies":      (403, 403, 200, 403, 403, 302, 302),
    "POST emergencies":     (405, 405, 405, 405, 405, 302, 302),
    "GET emergency_seen":   (405, 405, 405, 405, 405, 302, 302),
    "POST emergency_seen":  (403, 403, 302, 403, 403, 302, 302),
    "GET emergency_judge":  (405, 405, 405, 405, 405, 302, 302),
    "POST emergency_judge": (403, 403, 302, 403, 403, 302, 302),
}  # fmt: skip
