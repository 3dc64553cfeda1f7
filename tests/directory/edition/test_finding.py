"""Finding for a reader: lists and search say the same as the rules, for every combination."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path

import pytest

from suluh.directory.domain.eligibility import Answer, Verdict, chosen, judge
from suluh.directory.edition.areas import areas_reached
from suluh.directory.edition.contents import PublicService
from suluh.directory.edition.finding import Wanted
from suluh.directory.edition.reader import Edition, open_edition
from tests.door.sample import BY_KEY, SERVICES, with_values, write_sample

READERS = {chosen(codes) for size in range(4) for codes in combinations(Answer, size)}


@pytest.fixture(scope="module")
def edition(tmp_path_factory: pytest.TempPathFactory) -> Edition:
    return open_edition(write_sample(tmp_path_factory.mktemp("edition") / "edition.sqlite3"))


def _verdict(service: PublicService, answers: frozenset[Answer]) -> Verdict:
    return judge(service.values, answers).verdict


def _meeting(edition: Edition, words: str, kind: str, area: str) -> list[PublicService]:
    """Word by word from the services themselves: the other way round than the edition finds."""
    areas = edition.meta.vocabulary("areas")
    return [
        each
        for each in SERVICES
        if (not words or words in each.values["serves"])
        and (not kind or kind in each.values["types"])
        and (not area or area in areas_reached(each.values["areas"], areas))
    ]


@pytest.mark.parametrize("words", ["", "men"])
@pytest.mark.parametrize("kind", ["", "medical"])
@pytest.mark.parametrize("area", ["", "port-tamsin", "lake-harrow"])
def test_lists_and_rules_agree(edition: Edition, words: str, kind: str, area: str) -> None:
    everything = _meeting(edition, words, kind, area)
    assert everything
    for answers in READERS:
        found = edition.find(Wanted(words, kind, area, answers))
        fits = {each.code for each in everything if _verdict(each, answers) is not Verdict.NOT}
        assert {each.code for each in found.services} == fits
        assert (found.total, found.counts.hidden) == (len(fits), len(everything) - len(fits))
        whole = edition.find(Wanted(words, kind, area, answers, also_unfit=True))
        assert {each.code for each in whole.services} == {each.code for each in everything}


@pytest.mark.parametrize("words", ["", "bed"])
def test_what_fits_for_certain_comes_first_and_what_does_not_comes_last(
    tmp_path: Path, words: str
) -> None:
    answers = frozenset({Answer.MAN, Answer.CANNOT_LEAVE, Answer.NOT_YET})
    known = {"serves": ["men"], "identification_needed": "none_anyone"}
    services = [
        with_values("night-room", what_you_get={"en": "A bed."}),  # for women
        with_values("bare", what_you_get={"en": "A bed."}, serves=[]),  # three questions open
        with_values("noted", what_you_get={"en": "A bed."}, **known),  # one question open
        with_values("stale", what_you_get={"en": "A bed."}, **known, still_in_situation="yes"),
    ]
    edition = open_edition(write_sample(tmp_path / "edition.sqlite3", *services))
    found = edition.find(Wanted(words=words, answers=answers, also_unfit=True)).services
    order = [BY_KEY[key].code for key in ("stale", "noted", "bare", "night-room")]
    assert [each.code for each in found] == order
    assert [_verdict(each, answers) for each in found][:1] == [Verdict.FITS]
    assert [_verdict(each, answers) for each in found][-1:] == [Verdict.NOT]


def test_what_refuses_is_counted_by_answer(edition: Edition) -> None:
    counts = edition.count(Wanted(answers=frozenset({Answer.MAN, Answer.NO_POLICE})))
    refusing = [each for each in SERVICES if _verdict(each, frozenset({Answer.MAN})) is Verdict.NOT]
    assert counts.refused_by[Answer.MAN] == len(refusing) > 0
    assert counts.met == len(SERVICES)


def test_a_list_for_a_reader_is_read_in_parts_without_a_gap(edition: Edition) -> None:
    wanted = Wanted(answers=frozenset({Answer.WOMAN, Answer.NO_PAPERS}), also_unfit=True)
    whole = edition.find(wanted).services
    parts = [edition.find(wanted, start=start, limit=5).services for start in (0, 5, 10)]
    assert sum(parts, ()) == whole


def test_a_word_that_nearly_all_hold_is_found_all_the_same(
    edition: Edition, monkeypatch: pytest.MonkeyPatch
) -> None:
    weighed = {each.code for each in edition.find(Wanted(words="men")).services}
    monkeypatch.setattr("suluh.directory.edition.searching.COMMON", 1)
    assert {each.code for each in edition.find(Wanted(words="men")).services} == weighed


def test_the_urgent_numbers_are_few_and_those_for_any_hour_come_first(tmp_path: Path) -> None:
    hotline = BY_KEY["hotline"]
    busy = [
        with_values("lamp-house", types=["emergency"]),
        with_values("night-room", types=["hotline"], status="temporarily_closed"),
        hotline,
    ]
    path = write_sample(tmp_path / "edition.sqlite3", *busy)
    numbers = open_edition(path).urgent
    assert [number.value for number in numbers] == ["+442079460100", "+442079460142"]
    assert (numbers[0].is_free, numbers[0].any_hour) == (True, True)
