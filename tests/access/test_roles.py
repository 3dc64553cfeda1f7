"""Roles are data; the file that ships keeps its promises."""

from __future__ import annotations

import pytest

from suluh.access.domain.roles import RoleError, role_book
from suluh.access.roles import roles
from suluh.config.settings.workspace import LANGUAGES


def test_no_role_of_an_account_sees_everything() -> None:
    everything = set(roles().capabilities)
    for role in roles().assignable():
        assert role.capabilities < everything


def test_whoever_manages_accounts_reads_no_content() -> None:
    book = roles()
    sides = {
        role.code: {book.capabilities[code].side for code in role.capabilities | role.emergency}
        for role in book.assignable()
    }
    mixed = {"office"}  # one person alone does both (docs/adr/0017)
    assert {code for code, found in sides.items() if len(found) > 1} == mixed
    assert sides["administrator"] == {"management"}
    assert sides["auditor"] == {"audit"}


def test_a_role_that_shows_people_or_decides_who_may_needs_a_second_factor() -> None:
    book = roles()
    guarded = {role.code for role in book.assignable() if book.needs_second_factor(role.grants)}
    assert guarded == {"administrator", "auditor", "office"}


def test_every_word_is_there_in_every_language_of_the_workspace() -> None:
    for code, _name in LANGUAGES:
        assert all(role.labels.get(code) for role in roles().roles.values())
        assert all(capability.words.get(code) for capability in roles().capabilities.values())


def test_a_role_with_an_unknown_capability_is_refused() -> None:
    with pytest.raises(RoleError, match=r"directory\.fly"):
        role_book(
            {
                "capability": {},
                "role": {
                    "pilot": {"label": {"en": "Pilot"}, "grants": {"directory.fly": "agency"}}
                },
            }
        )


def test_the_operator_is_no_role_for_an_account() -> None:
    assert "operator" not in {role.code for role in roles().assignable()}
