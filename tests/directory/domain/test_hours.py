"""Opening hours: many ways to write them, one way to keep them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from suluh.directory.domain.hours import Span, canonical, parse_hours


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("Mo-Fr 08:00-17:00; Sa 09:00-12:00", "Mo-Fr 08:00-17:00; Sa 09:00-12:00"),
        ("24/7", "24/7"),
        ("24 jam", "24/7"),
        ("9:00am-5:00pm, Mon-Fri", "Mo-Fr 09:00-17:00"),
        ("12:00pm-12:30am, Sat", "Sa 12:00-00:30"),
        ("Monday to Friday 8-17", "Mo-Fr 08:00-17:00"),
        ("Senin-Jumat 08.00-16.00", "Mo-Fr 08:00-16:00"),
        ("setiap hari 06:00-22:00", "Mo-Su 06:00-22:00"),
        ("Mon, Wed 9-12, 13-17", "Mo 09:00-12:00,13:00-17:00; We 09:00-12:00,13:00-17:00"),
        ("Mon 9-12, Tue 10-14", "Mo 09:00-12:00; Tu 10:00-14:00"),
        ("ច័ន្ទ-សុក្រ 08:00-17:00", "Mo-Fr 08:00-17:00"),
        ("Fri-Mon 10:00-12:00", "Mo 10:00-12:00; Fr-Su 10:00-12:00"),
        ("08:00-24:00", "Mo-Su 08:00-24:00"),
    ],
)
def test_hours_are_understood(written: str, kept: str) -> None:
    spans = parse_hours(written)
    assert spans is not None
    assert canonical(spans) == kept


@pytest.mark.parametrize(
    "written",
    [
        "",
        "call us",
        "banana",
        "25:00-26:00",
        "Mo 24:00-25:00",
        "Mo-Fr 9:75-17",
        "13pm-14pm Mo",
        "Mo-Fr 9-17 except holidays",
    ],
)
def test_hours_with_any_word_not_understood_are_kept_as_words(written: str) -> None:
    assert parse_hours(written) is None


def test_closing_before_opening_is_a_night() -> None:
    spans = parse_hours("Sa 22:00-06:00")
    assert spans == [Span(5, "22:00", "06:00")]
    assert spans[0].overnight


_minutes = st.integers(0, 24 * 60 - 1).map(lambda minute: f"{minute // 60:02d}:{minute % 60:02d}")


@given(st.lists(st.builds(Span, st.integers(0, 6), _minutes, _minutes), min_size=1, unique=True))
def test_what_is_kept_reads_back_the_same(spans: list[Span]) -> None:
    assert parse_hours(canonical(spans)) == sorted(spans)
