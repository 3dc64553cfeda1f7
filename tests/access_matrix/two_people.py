"""The rows of table.py for acts that need two people, and for encrypted files."""

from __future__ import annotations

from typing import Any

from suluh.access.models import Membership
from suluh.access.operations.erasing import ask_to_erase
from suluh.access.operations.exports import sealed_export
from suluh.access.operations.two_people import approve, ask
from tests.cast import Cast

DAYS = {"since": "2026-11-01", "until": "2026-11-22", "form": "csv"}


def _asked_by_vera(cast: Cast) -> dict[str, Any]:
    joint = ask(cast.actor(cast.vera), act="log.taken_with_names", parameters=DAYS)
    return {"pk": joint.pk}


def _approved_for_vera(cast: Cast) -> dict[str, Any]:
    joint = ask(cast.actor(cast.vera), act="log.taken_with_names", parameters=DAYS)
    approve(cast.actor(cast.omar), joint=joint)
    return {"pk": joint.pk}


def _approved_for_omar(cast: Cast) -> dict[str, Any]:
    joint = ask_to_erase(cast.actor(cast.omar), account=cast.dewi)
    approve(cast.actor(cast.vera), joint=joint)
    return {"pk": joint.pk}


def _dewis_membership(cast: Cast) -> dict[str, Any]:
    found = Membership.objects.visible_to(cast.actor(cast.omar)).get(account=cast.dewi)
    return {"pk": found.pk}


def _veras_export(cast: Cast) -> dict[str, Any]:
    vera = cast.actor(cast.vera)
    with sealed_export(vera, act="log.taken_with_names", form="csv", content=b"x") as sealed:
        sealed.export.save()
    return {"pk": sealed.export.pk}


OBJECTS = {
    "joint_approve": _asked_by_vera,
    "joint_decline": _asked_by_vera,
    "joint_withdraw": _asked_by_vera,
    "log_take_now": _approved_for_vera,
    "export_fetch": _veras_export,
    "export_delete": _veras_export,
    "erasure_ask": _dewis_membership,
    "erase_now": _approved_for_omar,
}

ROWS = {
    #                         ilya sari omar vera noor dewi stranger
    "GET joint":             (403, 403, 200, 200, 403, 302, 302),
    "POST joint":            (405, 405, 405, 405, 405, 302, 302),
    "GET joint_approve":     (405, 405, 405, 405, 405, 302, 302),
    # Vera asked, so she cannot answer; Omar can, and cannot take back what is hers.
    "POST joint_approve":    (403, 403, 302, 403, 403, 302, 302),
    "POST joint_decline":    (403, 403, 302, 403, 403, 302, 302),
    "POST joint_withdraw":   (403, 403, 403, 302, 403, 302, 302),
    "GET log_take":          (403, 403, 403, 200, 403, 302, 302),
    "POST log_take":         (403, 403, 403, 400, 403, 302, 302),
    "GET log_take_now":      (403, 403, 403, 200, 403, 302, 302),
    "POST log_take_now":     (403, 403, 403, 200, 403, 302, 302),
    "GET exports":           (200, 200, 200, 200, 200, 302, 302),
    "POST exports":          (405, 405, 405, 405, 405, 302, 302),
    "GET export_fetch":      (405, 405, 405, 405, 405, 302, 302),
    "POST export_fetch":     (404, 404, 404, 200, 404, 302, 302),
    "POST export_delete":    (404, 404, 404, 302, 404, 302, 302),
    "GET erasures":          (403, 403, 200, 403, 403, 302, 302),
    "POST erasures":         (405, 405, 405, 405, 405, 302, 302),
    "POST erasure_ask":      (403, 403, 302, 403, 403, 302, 302),
    "GET erase_now":         (403, 403, 200, 403, 403, 302, 302),
    "POST erase_now":        (403, 403, 302, 403, 403, 302, 302),
}  # fmt: skip
