"""Can this reader use this service? A reader says as much as they like, and every answer is kept
apart: a rule looks at one answer and one service, and gives reasons that can be shown.

Unknown is "ask first", never no. A service is hidden only for something that is known about it and
that the reader said. What the fields mean: shared data dictionary (docs/data-dictionary.md); that
help often hangs on a status, on papers or on the police, and that men are turned away, is what the
published studies of the NEXUS Institute on unassisted victims report.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from typing import Any

Values = Mapping[str, Any]  # field key -> JSON-native value; an absent key is not known


class Answer(StrEnum):
    """What a reader may say. Nobody has to say anything."""

    WOMAN = "woman"
    MAN = "man"
    OTHER_GENDER = "other_gender"
    CHILD = "child"
    FAMILY = "family"
    NO_PAPERS = "no_papers"
    PAPERS = "papers"
    NO_POLICE = "no_police"
    CANNOT_LEAVE = "cannot_leave"
    RECOGNISED = "recognised"  # has a paper with the official decision
    NOT_YET = "not_yet"
    NOT_WANTED = "not_wanted"
    WORK = "work"  # treated badly at work, and not sure what to call it


QUESTIONS: Mapping[str, tuple[Answer, ...]] = {
    "who": (Answer.WOMAN, Answer.MAN, Answer.OTHER_GENDER, Answer.CHILD, Answer.FAMILY),
    "papers": (Answer.NO_PAPERS, Answer.PAPERS),
    "police": (Answer.NO_POLICE,),
    "situation": (Answer.CANNOT_LEAVE,),
    "status": (Answer.RECOGNISED, Answer.NOT_YET, Answer.NOT_WANTED),
    "work": (Answer.WORK,),
}
Answers = frozenset[Answer]


class Verdict(IntEnum):
    """How a service meets one answer; the worst of several counts."""

    FITS = 0
    ASK = 1
    NOT = 2


@dataclass(frozen=True, slots=True)
class Reason:
    """Why: `because` names a sentence, `fields` what was read, `known` codes or numbers in it."""

    answer: Answer
    verdict: Verdict
    because: str
    fields: tuple[str, ...]
    known: tuple[str | int | None, ...] = ()


@dataclass(frozen=True, slots=True)
class Judgement:
    """The verdict on one service, and every reason for it."""

    verdict: Verdict
    reasons: tuple[Reason, ...]

    def because(self, verdict: Verdict) -> tuple[Reason, ...]:
        return tuple(reason for reason in self.reasons if reason.verdict is verdict)


def chosen(codes: Iterable[str]) -> Answers:
    """The answers among `codes`: the first to each question; what no question asks is dropped."""
    said = set(codes)
    first = (
        next((answer for answer in answers if answer in said), None)
        for answers in QUESTIONS.values()
    )
    return frozenset(filter(None, first))


def implied(answers: Answers) -> Answers:
    """The answers with what follows: who cannot name what happened has no official status yet."""
    if Answer.WORK in answers and not answers & set(QUESTIONS["status"]):
        return answers | {Answer.NOT_YET}
    return answers


def judge(values: Values, answers: Answers) -> Judgement:
    """The service as this reader meets it, reasons in the order of the questions."""
    said = implied(answers)
    reasons = tuple(
        reason for answer in Answer if answer in said for reason in reasons_for(values, answer)
    )
    worst = max((reason.verdict for reason in reasons), default=Verdict.FITS)
    return Judgement(worst, reasons)


def reasons_for(values: Values, answer: Answer) -> tuple[Reason, ...]:
    """Every reason that concerns one answer; at least one."""
    return tuple(_RULES[answer](_Asked(answer, values)))


@dataclass(frozen=True, slots=True)
class _Asked:
    """One answer put to one service."""

    answer: Answer
    values: Values

    def many(self, key: str) -> tuple[str, ...]:
        return tuple(self.values.get(key) or ())

    def one(self, key: str) -> str:
        return self.values.get(key) or ""

    def number(self, key: str) -> int | None:
        return self.values.get(key)

    def fits(self, because: str, *fields: str, known: Iterable[Any] = ()) -> Reason:
        return Reason(self.answer, Verdict.FITS, because, fields, tuple(known))

    def ask(self, because: str, *fields: str, known: Iterable[Any] = ()) -> Reason:
        return Reason(self.answer, Verdict.ASK, because, fields, tuple(known))

    def no(self, because: str, *fields: str, known: Iterable[Any] = ()) -> Reason:
        return Reason(self.answer, Verdict.NOT, because, fields, tuple(known))


Rule = Callable[[_Asked], Iterator[Reason]]

_ADULT = 18  # years: Palermo Protocol, article 3(d), a child is anyone under 18
SERVED_AS = {Answer.WOMAN: "women", Answer.MAN: "men", Answer.OTHER_GENDER: "other_gender"}
_SERVED = frozenset({"women", "men", "other_gender", "girls", "boys", "families"})


def _adult(asked: _Asked) -> Iterator[Reason]:
    served = asked.many("serves")
    if not served:
        yield asked.ask("serves_unknown", "serves")
    elif SERVED_AS[asked.answer] in served:
        yield asked.fits("serves", "serves")
    elif asked.answer is Answer.OTHER_GENDER or "families" in served or set(served) - _SERVED:
        # A list of women and men was often written without thinking of anyone else.
        yield asked.ask("serves_others", "serves", known=served)
    else:
        yield asked.no("serves_others", "serves", known=served)
    yield from _adult_ages(asked)
    if asked.answer is Answer.OTHER_GENDER and "lgbti" in asked.many("excludes_groups"):
        yield asked.no("excluded", "excludes_groups", known=["lgbti"])


def _adult_ages(asked: _Asked) -> Iterator[Reason]:
    least, most = asked.number("minimum_age"), asked.number("maximum_age")
    if most is not None and most < _ADULT:
        yield asked.no("ages", "maximum_age", known=[least, most])
    elif most is not None or (least or 0) > _ADULT:
        yield asked.ask("ages", "minimum_age", "maximum_age", known=[least, most])


def _child(asked: _Asked) -> Iterator[Reason]:
    served = asked.many("serves")
    children = {"girls", "boys"} & set(served)
    if not served:
        yield asked.ask("serves_unknown", "serves")
    elif len(children) == 2:
        yield asked.fits("serves_children", "serves")
    elif children or "families" in served or set(served) - _SERVED or _admits_children(asked):
        yield asked.ask("serves_others", "serves", known=served)
    else:
        yield asked.no("serves_others", "serves", known=served)
    least, most = asked.number("minimum_age"), asked.number("maximum_age")
    if (least or 0) >= _ADULT:
        yield asked.no("ages", "minimum_age", known=[least, most])
    elif least or (most is not None and most < _ADULT - 1):
        yield asked.ask("ages", "minimum_age", "maximum_age", known=[least, most])
    yield from _child_alone(asked)


def _admits_children(asked: _Asked) -> bool:
    """Whether another field says that somebody under 18 may come after all."""
    ages = [age for key in ("minimum_age", "maximum_age") if (age := asked.number(key)) is not None]
    return any(age < _ADULT for age in ages) or asked.one("unaccompanied_children") in (
        "yes",
        "ask",
    )


def _child_alone(asked: _Asked) -> Iterator[Reason]:
    alone = asked.one("unaccompanied_children")
    if alone == "yes":
        yield asked.fits("child_alone", "unaccompanied_children")
    elif alone == "no":
        yield asked.ask("child_alone_no", "unaccompanied_children")
    else:
        because = "child_alone_ask" if alone else "child_alone_unknown"
        yield asked.ask(because, "unaccompanied_children")
    consent = asked.one("guardian_consent")
    if not consent:
        yield asked.ask("guardian_unknown", "guardian_consent")
    elif consent != "not_needed":
        yield asked.ask("guardian", "guardian_consent", known=[consent])


def _family(asked: _Asked) -> Iterator[Reason]:
    served, together = asked.many("serves"), asked.many("comes_with")
    if set(together) == {"alone"}:
        contradicts = "families" in served
        yield (asked.ask if contradicts else asked.no)("alone_only", "serves", "comes_with")
    elif "families" in served:
        yield asked.fits("serves_families", "serves", "comes_with")
    elif together:  # with children, say: but which parent?
        yield asked.ask("comes_with", "comes_with", known=together)
    else:
        yield asked.ask("families_unknown", "serves", "comes_with")
    if (boys := asked.number("boys_up_to_age")) is not None:
        yield asked.ask("boys_up_to", "boys_up_to_age", known=[boys])


def _no_papers(asked: _Asked) -> Iterator[Reason]:
    known = asked.many("nationality_status")
    if "anyone" in known:
        yield asked.fits("any_nationality", "nationality_status")
    elif "foreign_without_papers" in known:
        yield asked.fits("nationality", "nationality_status", known=known)
    elif not known:
        yield asked.ask("nationality_unknown", "nationality_status")
    elif set(known) == {"foreign_with_papers"}:
        yield asked.no("nationality", "nationality_status", known=known)
    else:  # citizens and people who came back may have no papers either
        yield asked.ask("nationality", "nationality_status", known=known)
    yield _documents(asked)
    if asked.one("tells_immigration") in ("always", "is_authority"):
        yield asked.ask("immigration_told", "tells_immigration")


def _documents(asked: _Asked) -> Reason:
    wanted, without = asked.many("documents"), asked.one("come_without_documents")
    fields = ("documents", "come_without_documents")
    if "none" in wanted:
        return asked.fits("no_papers_needed", *fields)
    if without == "yes":
        return asked.fits("come_without", *fields)
    if not wanted:
        return asked.ask("papers_unknown", *fields)
    # A letter or a report can be got on the way; a passport cannot.
    refused = without == "no" and _IDENTITY_PAPERS & set(wanted)
    return (asked.no if refused else asked.ask)("papers_wanted", *fields, known=wanted)


_IDENTITY_PAPERS = frozenset({"id_card", "passport", "birth_certificate"})


def _papers(asked: _Asked) -> Iterator[Reason]:
    known = asked.many("nationality_status")
    if "anyone" in known:
        yield asked.fits("any_nationality", "nationality_status")
    elif {"nationals", "foreign_with_papers"} <= set(known):
        yield asked.fits("nationality", "nationality_status", known=known)
    elif not known:
        yield asked.ask("nationality_unknown", "nationality_status")
    else:
        yield asked.ask("nationality", "nationality_status", known=known)


def _no_police(asked: _Asked) -> Iterator[Reason]:
    """The police may come in by six ways; a promise counts only where none of them is open."""
    ways = [*_police_told(asked), *_statement(asked), *_police_on_the_way(asked)]
    if ways:
        yield from ways
    else:
        yield asked.fits("police_only_if_yes", "tells_police", "mandatory_reporting")
        yield asked.fits("no_statement", "cooperation_condition")


def _police_told(asked: _Asked) -> Iterator[Reason]:
    tells = asked.one("tells_police")
    duties = [code for code in asked.many("mandatory_reporting") if code != "none"]
    if tells in ("always", "is_authority"):
        yield asked.no(f"police_{tells}", "tells_police")
    elif "always" in duties:
        yield asked.no("police_always", "mandatory_reporting")
    elif duties:
        yield asked.ask("police_duty", "mandatory_reporting", "tells_police", known=duties)
    elif not tells:
        yield asked.ask("police_unknown", "tells_police")
    elif tells == "by_law":
        yield asked.ask("police_by_law", "tells_police")
    elif tells != "never_without_consent":  # a code that this country added
        yield asked.ask("own_words", "tells_police", known=[tells])


def _statement(asked: _Asked) -> Iterator[Reason]:
    condition = asked.one("cooperation_condition")
    if condition == "required":
        yield asked.no("statement_required", "cooperation_condition")
    elif not condition:
        yield asked.ask("statement_unknown", "cooperation_condition")
    elif condition == "optional":
        yield asked.ask("statement_optional", "cooperation_condition")
    elif condition != "none":
        yield asked.ask("own_words", "cooperation_condition", known=[condition])


def _police_on_the_way(asked: _Asked) -> Iterator[Reason]:
    """A report, a decision or a letter that only the police or a court give."""
    senders = set(asked.many("who_can_refer"))
    if senders and senders <= {"police", "court"}:
        yield asked.no("sent_by_police", "who_can_refer")
    if "police_report" in (*asked.many("documents"), *asked.many("types")):
        yield asked.ask("police_report", "documents", "types")
    if asked.one("identification_needed") == "formal_required":
        yield asked.ask("formal_with_police", "identification_needed")


def _cannot_leave(asked: _Asked) -> Iterator[Reason]:
    still = asked.one("still_in_situation")
    if still == "yes":
        yield asked.fits("still_there", "still_in_situation")
    elif still == "no":
        yield asked.no("after_leaving", "still_in_situation")
    else:
        yield asked.ask("still_there_ask" if still else "still_there_unknown", "still_in_situation")


def _recognised(asked: _Asked) -> Iterator[Reason]:
    if asked.one("identification_needed"):
        yield asked.fits("recognised", "identification_needed")
    else:
        yield asked.ask("status_unknown", "identification_needed")


def _not_recognised(asked: _Asked) -> Iterator[Reason]:
    needed = asked.one("identification_needed")
    if needed in ("none_anyone", "self_report_enough"):
        yield asked.fits("status", "identification_needed", known=[needed])
    elif needed == "formal_required":
        yield asked.no("status", "identification_needed", known=[needed])
    elif needed:
        yield asked.ask("status", "identification_needed", known=[needed])
    else:
        yield asked.ask("status_unknown", "identification_needed")


_WORK_TYPES = frozenset({"migrant_labour", "compensation"})
_WORK_FORMS = frozenset({"all", "labour", "domestic", "fishing", "forced_crime", "begging"})


def _work(asked: _Asked) -> Iterator[Reason]:
    forms = asked.many("exploitation_forms")
    if asked.one("trafficking_specific") == "no":
        yield asked.fits("for_everyone", "trafficking_specific")
    elif _WORK_TYPES & set(asked.many("types")):
        yield asked.fits("for_workers", "types")
    elif _WORK_FORMS & set(forms):
        yield asked.fits("work_forms", "exploitation_forms", known=forms)
    elif not forms:
        yield asked.ask("work_unknown", "exploitation_forms", "trafficking_specific")
    else:  # who is not sure what to call it should not be told that it was something else
        yield asked.ask("other_forms", "exploitation_forms", known=forms)


_RULES: Mapping[Answer, Rule] = {
    Answer.WOMAN: _adult,
    Answer.MAN: _adult,
    Answer.OTHER_GENDER: _adult,
    Answer.CHILD: _child,
    Answer.FAMILY: _family,
    Answer.NO_PAPERS: _no_papers,
    Answer.PAPERS: _papers,
    Answer.NO_POLICE: _no_police,
    Answer.CANNOT_LEAVE: _cannot_leave,
    Answer.RECOGNISED: _recognised,
    Answer.NOT_YET: _not_recognised,
    Answer.NOT_WANTED: _not_recognised,
    Answer.WORK: _work,
}
