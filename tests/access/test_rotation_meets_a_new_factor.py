"""Keys are rotated in the very moment in which somebody sets up an app: its secret still opens."""

from __future__ import annotations

from contextvars import copy_context
from threading import Event, Thread

import pytest
from django.db import connection

from suluh.access.operations import factors
from suluh.access.queries.factors import unopened
from suluh.config.keys import _rotate_field_keys
from suluh.foundation.sealing import KeyRing
from tests.cast import APP_SECRET, assemble, code_of_now

WAITED = 1.0  # seconds; without the lock the rotation is done long before


@pytest.mark.django_db(transaction=True)
def test_no_secret_is_left_with_a_key_that_is_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    cast, done = assemble(), Event()

    def rotate() -> None:
        try:
            _rotate_field_keys()
        finally:
            connection.close()
            done.set()

    rotation = Thread(target=copy_context().run, args=(rotate,))
    seal = KeyRing.seal

    def and_then_rotate(ring: KeyRing, text: str, *, about: str) -> str:
        sealed = seal(ring, text, about=about)
        if rotation.ident is None:  # between sealing and storing
            rotation.start()
            done.wait(WAITED)
        return sealed

    monkeypatch.setattr(KeyRing, "seal", and_then_rotate)
    factors.add_totp(cast.actor(cast.ilya), secret=APP_SECRET, code=code_of_now())
    rotation.join(30)
    assert done.is_set()
    assert unopened() == 0
    after = code_of_now(1)  # the one of now was used to set it up
    assert factors.use_code(cast.ilya, after).user_id == cast.ilya.pk
