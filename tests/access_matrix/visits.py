"""The rows of table.py for visits: lock, unlock, and where one is signed in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from suluh.access.models import Visit
from suluh.access.signing_in.sessions import SessionStore, stored_key
from tests.cast import Cast


def _visit(cast: Cast) -> dict[str, Any]:
    """Ilya is signed in on another device."""
    store = SessionStore()
    store["_auth_user_id"] = str(cast.ilya.pk)
    store.save()
    key = stored_key(store.session_key or "")
    return {"number": Visit.objects.get(session_key=key).number}


OBJECTS: dict[str, Callable[[Cast], dict[str, Any]]] = {"visit_end": _visit}

ROWS: dict[str, tuple[int, ...]] = {
    #                ilya sari omar vera noor dewi stranger
    "GET lock":        (405, 405, 405, 405, 405, 302, 302),
    "POST lock":       (302, 302, 302, 302, 302, 302, 302),
    # Nobody is locked, so it leads to the first page (test_lock.py shows the rest).
    "GET unlock":      (302, 302, 302, 302, 302, 302, 302),
    "POST unlock":     (302, 302, 302, 302, 302, 302, 302),
    "GET present":     (405, 405, 405, 405, 405, 302, 302),
    "POST present":    (204, 204, 204, 204, 204, 302, 302),
    "GET visits":      (200, 200, 200, 200, 200, 302, 302),
    "POST visits":     (405, 405, 405, 405, 405, 302, 302),
    "GET visits_end":  (405, 405, 405, 405, 405, 302, 302),
    "POST visits_end": (302, 302, 302, 302, 302, 302, 302),
    "GET visit_end":   (405, 405, 405, 405, 405, 302, 302),
    "POST visit_end":  (302, 404, 404, 404, 404, 302, 302),
}  # fmt: skip
