"""A zero byte, which PostgreSQL takes into no text, is no fault where words are typed."""

from __future__ import annotations

import pytest

from suluh.access.models import Team
from tests.cast import Cast
from tests.conftest import Enter


@pytest.mark.parametrize(
    ("persona", "address", "sent"),
    [
        ("omar", "/teams/new/", {"name": "Harbour\0"}),
        ("ilya", "/directory/services/", {"q": "Quay\0"}),
    ],
)
def test_it_is_answered_like_anything_else(
    persona: str, address: str, sent: dict[str, str], cast: Cast, enter: Enter
) -> None:
    answer = enter(cast.account(persona)).post(address, sent)
    assert answer.status_code in {200, 302}
    assert not Team.objects.visible_to(cast.actor(cast.omar)).exists()
