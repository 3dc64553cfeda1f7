"""Can this reader use this service: the rules one by one, and what must hold for all of them."""

from __future__ import annotations

import re
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from suluh.content.vocabularies import Shelf
from suluh.directory.domain import eligibility
from suluh.directory.domain.eligibility import QUESTIONS, Answer, Verdict, chosen, implied, judge
from suluh.directory.domain.fitting import answers_in, bits, fitting
from suluh.directory.vocabularies import SHIPPED

FITS, ASK, NOT = Verdict.FITS, Verdict.ASK, Verdict.NOT
A = Answer


ALONE = {"unaccompanied_children": "yes", "guardian_consent": "not_needed"}
ANYONE = {"identification_needed": "none_anyone"}
QUIET = {"tells_police": "never_without_consent", "cooperation_condition": "none"}


@pytest.mark.parametrize(
    ("answer", "values", "verdict", "because"),
    [
        # Whom it serves
        (A.MAN, {}, ASK, "serves_unknown"),
        (A.MAN, {"serves": ["men"]}, FITS, "serves"),
        (A.MAN, {"serves": ["women", "girls"]}, NOT, "serves_others"),
        (A.MAN, {"serves": ["families"]}, ASK, "serves_others"),
        (A.MAN, {"serves": ["elders"]}, ASK, "serves_others"),  # a code that a country added
        (A.WOMAN, {"serves": ["women"], "maximum_age": 17}, NOT, "ages"),
        (A.WOMAN, {"serves": ["women"], "minimum_age": 25}, ASK, "ages"),
        (A.WOMAN, {"serves": ["women"], "minimum_age": 18}, FITS, "serves"),
        (A.OTHER_GENDER, {"serves": ["women", "men"]}, ASK, "serves_others"),
        (
            A.OTHER_GENDER,
            {"serves": ["other_gender"], "excludes_groups": ["lgbti"]},
            NOT,
            "excluded",
        ),
        (A.CHILD, {**ALONE, "serves": ["girls", "boys"]}, FITS, "serves_children"),
        (A.CHILD, {**ALONE, "serves": ["girls"]}, ASK, "serves_others"),
        (A.CHILD, {"serves": ["women"]}, NOT, "serves_others"),
        (A.CHILD, {"serves": ["women"], "minimum_age": 15}, ASK, "serves_others"),
        (
            A.CHILD,
            {"serves": ["women", "men"], "unaccompanied_children": "yes"},
            ASK,
            "serves_others",
        ),
        (A.CHILD, {"serves": ["girls", "boys"], "minimum_age": 18}, NOT, "ages"),
        (A.CHILD, {"serves": ["girls", "boys"], "maximum_age": 12}, ASK, "ages"),
        (
            A.CHILD,
            {"serves": ["girls", "boys"], "unaccompanied_children": "no"},
            ASK,
            "child_alone_no",
        ),
        (
            A.CHILD,
            {"serves": ["girls", "boys"], "unaccompanied_children": "x"},
            ASK,
            "child_alone_ask",
        ),
        (A.CHILD, {"serves": ["girls", "boys"]}, ASK, "child_alone_unknown"),
        (
            A.CHILD,
            {"serves": ["girls", "boys"], "unaccompanied_children": "yes"},
            ASK,
            "guardian_unknown",
        ),
        (A.CHILD, {"serves": ["girls", "boys"], "guardian_consent": "by_law"}, ASK, "guardian"),
        (A.FAMILY, {"serves": ["families"]}, FITS, "serves_families"),
        (A.FAMILY, {"serves": ["families"], "comes_with": ["alone"]}, ASK, "alone_only"),
        (A.FAMILY, {"serves": ["women"], "comes_with": ["children"]}, ASK, "comes_with"),
        (A.FAMILY, {"serves": ["women"], "comes_with": ["alone"]}, NOT, "alone_only"),
        (A.FAMILY, {"serves": ["women"]}, ASK, "families_unknown"),
        (A.FAMILY, {"serves": ["families"], "boys_up_to_age": 10}, ASK, "boys_up_to"),
        # Papers
        (
            A.NO_PAPERS,
            {"nationality_status": ["anyone"], "documents": ["none"]},
            FITS,
            "no_papers_needed",
        ),
        (
            A.NO_PAPERS,
            {"nationality_status": ["foreign_without_papers"], "documents": ["none"]},
            FITS,
            "nationality",
        ),
        (A.NO_PAPERS, {"nationality_status": ["anyone"]}, ASK, "papers_unknown"),
        (A.NO_PAPERS, {"documents": ["none"]}, ASK, "nationality_unknown"),
        (
            A.NO_PAPERS,
            {"nationality_status": ["nationals"], "documents": ["none"]},
            ASK,
            "nationality",
        ),
        (A.NO_PAPERS, {"nationality_status": ["foreign_with_papers"]}, NOT, "nationality"),
        (
            A.NO_PAPERS,
            {"documents": ["passport"], "come_without_documents": "no"},
            NOT,
            "papers_wanted",
        ),
        (
            A.NO_PAPERS,
            {"documents": ["referral_letter"], "come_without_documents": "no"},
            ASK,
            "papers_wanted",
        ),
        (A.NO_PAPERS, {"documents": ["passport"]}, ASK, "papers_wanted"),
        (A.NO_PAPERS, {"tells_immigration": "always"}, ASK, "immigration_told"),
        (A.PAPERS, {"nationality_status": ["anyone"]}, FITS, "any_nationality"),
        (
            A.PAPERS,
            {"nationality_status": ["nationals", "foreign_with_papers"]},
            FITS,
            "nationality",
        ),
        (A.PAPERS, {"nationality_status": ["nationals"]}, ASK, "nationality"),
        # Police
        (A.NO_POLICE, QUIET, FITS, "police_only_if_yes"),
        (A.NO_POLICE, QUIET, FITS, "no_statement"),
        (A.NO_POLICE, {"tells_police": "never_without_consent"}, ASK, "statement_unknown"),
        (A.NO_POLICE, {**QUIET, "tells_police": "by_law"}, ASK, "police_by_law"),
        (A.NO_POLICE, {**QUIET, "tells_police": "elders"}, ASK, "own_words"),
        (A.NO_POLICE, {**QUIET, "tells_police": "always"}, NOT, "police_always"),
        (A.NO_POLICE, {**QUIET, "tells_police": "is_authority"}, NOT, "police_is_authority"),
        (A.NO_POLICE, {**QUIET, "mandatory_reporting": ["always"]}, NOT, "police_always"),
        (A.NO_POLICE, {**QUIET, "mandatory_reporting": ["under_18"]}, ASK, "police_duty"),
        (A.NO_POLICE, {**QUIET, "mandatory_reporting": ["none"]}, FITS, "police_only_if_yes"),
        (A.NO_POLICE, {**QUIET, "cooperation_condition": "required"}, NOT, "statement_required"),
        (A.NO_POLICE, {**QUIET, "cooperation_condition": "optional"}, ASK, "statement_optional"),
        (A.NO_POLICE, {**QUIET, "cooperation_condition": "elders"}, ASK, "own_words"),
        (A.NO_POLICE, {**QUIET, "who_can_refer": ["police"]}, NOT, "sent_by_police"),
        (A.NO_POLICE, {**QUIET, "who_can_refer": ["police", "court"]}, NOT, "sent_by_police"),
        (A.NO_POLICE, {**QUIET, "who_can_refer": ["police", "ngo"]}, FITS, "no_statement"),
        (A.NO_POLICE, {**QUIET, "documents": ["police_report"]}, ASK, "police_report"),
        (A.NO_POLICE, {**QUIET, "types": ["police_report"]}, ASK, "police_report"),
        (
            A.NO_POLICE,
            {**QUIET, "identification_needed": "formal_required"},
            ASK,
            "formal_with_police",
        ),
        # Where the person is now
        (A.CANNOT_LEAVE, {"still_in_situation": "yes"}, FITS, "still_there"),
        (A.CANNOT_LEAVE, {"still_in_situation": "no"}, NOT, "after_leaving"),
        (A.CANNOT_LEAVE, {}, ASK, "still_there_unknown"),
        # Official status
        (A.RECOGNISED, {"identification_needed": "formal_required"}, FITS, "recognised"),
        (A.RECOGNISED, {}, ASK, "status_unknown"),
        (A.NOT_YET, {"identification_needed": "self_report_enough"}, FITS, "status"),
        (A.NOT_YET, {"identification_needed": "presumed_ok"}, ASK, "status"),
        (A.NOT_WANTED, {"identification_needed": "formal_required"}, NOT, "status"),
        (A.NOT_WANTED, {}, ASK, "status_unknown"),
        # Work
        (A.WORK, {**ANYONE, "trafficking_specific": "no"}, FITS, "for_everyone"),
        (A.WORK, {**ANYONE, "types": ["migrant_labour"]}, FITS, "for_workers"),
        (A.WORK, {**ANYONE, "types": ["work"]}, ASK, "work_unknown"),  # helps to find work
        (A.WORK, {**ANYONE, "exploitation_forms": ["fishing"]}, FITS, "work_forms"),
        (A.WORK, {**ANYONE, "exploitation_forms": ["sexual"]}, ASK, "other_forms"),
        (
            A.WORK,
            {"trafficking_specific": "no", "identification_needed": "formal_required"},
            NOT,
            "status",
        ),
    ],
)
def test_each_rule(answer: Answer, values: dict[str, Any], verdict: Verdict, because: str) -> None:
    judged = judge(values, frozenset({answer}))
    assert judged.verdict is verdict
    assert because in {reason.because for reason in judged.because(verdict)}


@pytest.mark.parametrize("tells", ["always", "is_authority", "by_law", ""])
@pytest.mark.parametrize("condition", ["none", "optional", "required", ""])
def test_no_promise_stands_beside_a_way_for_the_police_to_come_in(
    tells: str, condition: str
) -> None:
    said = judge(
        {"tells_police": tells, "cooperation_condition": condition}, frozenset({A.NO_POLICE})
    )
    assert said.because(FITS) == ()


def test_nothing_said_hides_nothing_and_needs_no_reason() -> None:
    assert judge({"serves": ["women"]}, frozenset()) == judge({}, frozenset())
    assert judge({}, frozenset()).verdict is FITS


def test_the_first_answer_to_each_question_counts_and_strangers_are_dropped() -> None:
    assert chosen(["man", "woman", "no_papers", "drop table", ""]) == {A.WOMAN, A.NO_PAPERS}


def test_who_cannot_name_it_has_no_status_yet_unless_they_said_so() -> None:
    assert implied(frozenset({A.WORK})) == {A.WORK, A.NOT_YET}
    assert implied(frozenset({A.WORK, A.RECOGNISED})) == {A.WORK, A.RECOGNISED}


def test_bits_come_back_as_answers() -> None:
    for size in (0, 1, 3, len(Answer)):
        for answers in combinations(Answer, size):
            assert answers_in(bits(answers)) == set(answers)
    assert answers_in(1 << 40) == frozenset()


# ---- what must hold for every service and every reader ----------------------------------------

_shelf = Shelf(SHIPPED)


def _code(vocabulary: str) -> st.SearchStrategy[str]:
    return st.sampled_from([term.code for term in _shelf[vocabulary]])


def _codes(vocabulary: str) -> st.SearchStrategy[list[str]]:
    return st.lists(_code(vocabulary), min_size=1, max_size=4, unique=True)


AGE = st.integers(min_value=0, max_value=90)
READ = {
    "serves": _codes("serves"),
    "minimum_age": AGE,
    "maximum_age": AGE,
    "unaccompanied_children": _code("yes_no_ask"),
    "guardian_consent": _code("guardian_consent"),
    "comes_with": _codes("comes_with"),
    "boys_up_to_age": AGE,
    "excludes_groups": _codes("other_groups"),
    "nationality_status": _codes("nationality_status"),
    "documents": _codes("documents"),
    "come_without_documents": _code("yes_no_ask"),
    "tells_police": _code("sharing"),
    "tells_immigration": _code("sharing"),
    "mandatory_reporting": _codes("mandatory_reporting"),
    "cooperation_condition": _code("cooperation_condition"),
    "who_can_refer": _codes("who_can_refer"),
    "still_in_situation": _code("yes_no_ask"),
    "identification_needed": _code("identification_needed"),
    "trafficking_specific": _code("yes_no"),
    "types": _codes("service_types"),
    "exploitation_forms": _codes("exploitation_forms"),
}
SERVICES = st.fixed_dictionaries({}, optional=READ)
READERS = st.lists(st.sampled_from([answer.value for answer in Answer])).map(chosen)


def test_every_field_that_a_rule_reads_is_drawn_above() -> None:
    """Otherwise the properties below would not look at it."""
    source = Path(eligibility.__file__).read_text(encoding="utf-8")
    read = set(re.findall(r'asked\.(?:one|many|number)\("(\w+)"\)', source))
    assert read == READ.keys()


@given(SERVICES, READERS)
def test_unknown_is_never_no(values: dict[str, Any], answers: frozenset[Answer]) -> None:
    for reason in judge(values, answers).because(NOT):
        assert any(key in values for key in reason.fields), reason


@settings(max_examples=400)
@given(SERVICES, READERS, READERS)
def test_saying_more_never_hides_a_service_without_saying_why(
    values: dict[str, Any], answers: frozenset[Answer], more: frozenset[Answer]
) -> None:
    after = chosen([*answers, *more])
    if judge(values, answers).verdict is NOT or judge(values, after).verdict is not NOT:
        return
    blamed = {reason.answer for reason in judge(values, after).because(NOT)}
    assert blamed & (implied(after) - implied(answers))


@settings(max_examples=400)
@given(SERVICES, SERVICES, READERS)
def test_knowing_more_never_hides_a_service_without_saying_why(
    values: dict[str, Any], learned: dict[str, Any], answers: frozenset[Answer]
) -> None:
    new = {key: value for key, value in learned.items() if key not in values}
    before, after = judge(values, answers), judge({**values, **new}, answers)
    if before.verdict is not NOT and after.verdict is NOT:
        assert any(set(reason.fields) & new.keys() for reason in after.because(NOT))


@given(SERVICES, READERS)
def test_two_numbers_hold_every_verdict(values: dict[str, Any], answers: frozenset[Answer]) -> None:
    asks, refuses = fitting(values)
    said = bits(implied(answers))
    expected = NOT if refuses & said else ASK if asks & said else FITS
    assert judge(values, answers).verdict is expected


@given(SERVICES, READERS)
def test_every_answer_gets_a_reason(values: dict[str, Any], answers: frozenset[Answer]) -> None:
    answered = {reason.answer for reason in judge(values, answers).reasons}
    assert answered == implied(answers)


def test_every_answer_belongs_to_one_question() -> None:
    asked = [answer for answers in QUESTIONS.values() for answer in answers]
    assert sorted(asked) == sorted(Answer)
