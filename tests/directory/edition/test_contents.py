"""Public codes, areas within areas, opening hours now, and how long a check may be trusted."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from suluh.content.vocabularies import Term, Vocabulary
from suluh.directory.edition import contents
from suluh.directory.edition.areas import areas_reached
from suluh.directory.edition.contents import public_code, public_codes
from suluh.directory.edition.freshness import freshness_of
from suluh.directory.edition.opening import opening_at


@given(st.text())
def test_a_public_code_is_eight_letters_that_make_no_word(identifier: str) -> None:
    code = public_code(identifier)
    assert re.fullmatch(r"[0-9bcdfghjkmnpqrstvwxz]{8}", code)
    assert code == public_code(identifier)


@given(st.sets(st.text(max_size=5), max_size=50))
def test_no_two_identifiers_share_a_code(identifiers: set[str]) -> None:
    codes = public_codes(identifiers)
    assert len(set(codes.values())) == len(codes) == len(identifiers)


def test_two_that_would_share_a_code_do_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(contents, "public_code", lambda identifier: identifier[-1])
    assert public_codes(["a", "ba"]) == {"a": "a", "ba": "1"}


def _areas(**parents: str) -> Vocabulary:
    terms = {code: Term(code, {"en": code}, {"parent": up}) for code, up in parents.items()}
    return Vocabulary("areas", 1, "", "", {}, terms)


def test_a_province_reaches_its_districts_and_its_country() -> None:
    areas = _areas(
        country="", province="country", east="province", west="province", other="country"
    )
    assert areas_reached(["province"], areas) == {
        "east": True, "west": True, "province": False, "country": False,
    }  # fmt: skip
    assert areas_reached(["province", "east"], areas)["east"] is False


def test_areas_that_lie_in_each_other_end_the_walk() -> None:
    assert areas_reached(["a"], _areas(a="b", b="a")) == {"a": False, "b": False}


MONDAY = "2026-11-16"


@pytest.mark.parametrize(
    ("hours", "time", "is_open", "changes"),
    [
        ("Mo-Fr 08:00-17:00", "09:00", True, f"{MONDAY} 17:00"),
        ("Mo-Fr 08:00-17:00", "07:59", False, f"{MONDAY} 08:00"),
        ("Mo-Fr 08:00-17:00", "17:00", False, "2026-11-17 08:00"),
        ("Sa 09:00-12:00", "09:00", False, "2026-11-21 09:00"),
        ("Su 20:00-08:00", "07:00", True, f"{MONDAY} 08:00"),
        ("Mo 08:00-12:00,13:00-17:00", "12:30", False, f"{MONDAY} 13:00"),
        ("Mo 08:00-24:00; Tu 00:00-06:00", "23:00", True, "2026-11-17 06:00"),
    ],
)
def test_open_now(hours: str, time: str, is_open: bool, changes: str) -> None:
    moment = datetime.fromisoformat(f"{MONDAY} {time}+00:00")
    opening = opening_at(hours, "Europe/London", moment)
    assert opening is not None
    assert (opening.is_open, f"{opening.changes:%Y-%m-%d %H:%M}") == (is_open, changes)


def test_open_now_is_told_in_the_services_own_time() -> None:
    moment = datetime(2026, 11, 16, 2, 0, tzinfo=UTC)  # nine in the morning in Jakarta
    here, there = (opening_at("Mo 08:00-17:00", z, moment) for z in ("UTC", "Asia/Jakarta"))
    assert here is not None
    assert there is not None
    assert (here.is_open, there.is_open) == (False, True)


def test_what_never_closes_never_changes() -> None:
    opening = opening_at("24/7", "UTC", datetime(2026, 11, 16, tzinfo=UTC))
    assert opening is not None
    assert (opening.is_open, opening.changes) == (True, None)


@pytest.mark.parametrize(
    ("hours", "zone"), [("", "UTC"), ("by appointment", "UTC"), ("24/7", ""), ("24/7", "Moon/Sea")]
)
def test_nothing_is_said_of_hours_nobody_knows(hours: str, zone: str) -> None:
    assert opening_at(hours, zone, datetime(2026, 11, 16, tzinfo=UTC)) is None


@pytest.mark.parametrize(
    ("kind", "again"),
    [("hotline", "2026-04-01"), ("medical", "2026-06-30"), ("training", "2027-01-01")],
)
def test_a_hotline_is_checked_again_sooner_than_a_class(kind: str, again: str) -> None:
    freshness = freshness_of({"verified_on": "2026-01-01", "types": ["training", kind]})
    assert freshness is not None
    assert freshness.again == date.fromisoformat(again)
    assert not freshness.is_stale(freshness.again)
    assert freshness.is_stale(date(2027, 1, 2))


@pytest.mark.parametrize("verified_on", [None, "", "spring"])
def test_a_check_nobody_dated_is_not_known(verified_on: str | None) -> None:
    assert freshness_of({"verified_on": verified_on}) is None
