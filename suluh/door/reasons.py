"""The reasons of eligibility in words: why it fits, what to ask first, and why not."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from suluh.directory.domain.eligibility import SERVED_AS, Answer, Reason, Verdict, judge
from suluh.directory.domain.fields import BY_KEY
from suluh.directory.edition.contents import Values
from suluh.door.visit import Visit
from suluh.door.who import ages
from suluh.door.wording import Words, joined

ANSWERS: Mapping[Answer, Words] = {
    Answer.WOMAN: gettext_lazy("Woman"),
    Answer.MAN: gettext_lazy("Man"),
    Answer.OTHER_GENDER: gettext_lazy("Another gender"),
    Answer.CHILD: gettext_lazy("Child (under 18)"),
    Answer.FAMILY: gettext_lazy("Family"),
    Answer.NO_PAPERS: gettext_lazy("No papers"),
    Answer.PAPERS: gettext_lazy("With papers"),
    Answer.NO_POLICE: gettext_lazy("Police not told"),
    Answer.CANNOT_LEAVE: gettext_lazy("Cannot leave yet"),
    Answer.RECOGNISED: gettext_lazy("Has official status"),
    Answer.NOT_YET: gettext_lazy("No official status yet"),
    Answer.NOT_WANTED: gettext_lazy("Wants no official status"),
    Answer.WORK: gettext_lazy("Treated badly at work"),
}

_PLAIN: Mapping[str, Words] = {
    "serves_unknown": gettext_lazy("Whom they take, we could not find out."),
    "serves_children": gettext_lazy("They take children under 18"),
    "child_alone": gettext_lazy("Under 18 and alone: you can come"),
    "child_alone_no": gettext_lazy("Not if you are under 18 and alone"),
    "child_alone_ask": gettext_lazy("Under 18 and alone? Ask first."),
    "child_alone_unknown": gettext_lazy("Under 18 and alone? We could not find out."),
    "guardian_unknown": gettext_lazy("Must a parent or guardian agree? We could not find out."),
    "serves_families": gettext_lazy("They take families"),
    "families_unknown": gettext_lazy("Can a family come? We could not find out."),
    "alone_only": gettext_lazy("Only for people who come alone"),
    "any_nationality": gettext_lazy("Any nationality, with or without papers"),
    "nationality_unknown": gettext_lazy(
        "Citizenship and papers: we could not find out. Ask first."
    ),
    "no_papers_needed": gettext_lazy("No papers needed"),
    "come_without": gettext_lazy("Come even without papers"),
    "papers_unknown": gettext_lazy("Which papers they ask for, we could not find out."),
    "police_only_if_yes": gettext_lazy("Police are told only if you say yes"),
    "police_by_law": gettext_lazy("Police are told in cases the law names."),
    "police_unknown": gettext_lazy("Are police told? We could not find out."),
    "police_always": gettext_lazy("They always tell the police."),
    "police_is_authority": gettext_lazy("They are the police."),
    "sent_by_police": gettext_lazy("Only the police or a court can send you"),
    "police_report": gettext_lazy("A police report is part of it, or they ask for one."),
    "formal_with_police": gettext_lazy(
        "It needs an official decision. Police may be part of that."
    ),
    "no_statement": gettext_lazy("You do not have to speak with police or in court"),
    "statement_optional": gettext_lazy(
        "They may ask you to speak with police or in court. You can say no."
    ),
    "statement_unknown": gettext_lazy("Must you speak with police? We could not find out."),
    "statement_required": gettext_lazy("They ask for a police statement or court."),
    "still_there": gettext_lazy("You can use it even if you cannot leave yet"),
    "still_there_ask": gettext_lazy("Cannot leave yet? Ask first."),
    "still_there_unknown": gettext_lazy("Cannot leave yet? We could not find out. Ask first."),
    "after_leaving": gettext_lazy("Only after you have left your work or home"),
    "recognised": gettext_lazy("Your official status is enough"),
    "status_unknown": gettext_lazy("Official status: we could not find out. Ask first."),
    "for_everyone": gettext_lazy("Whatever happened to you"),
    "for_workers": gettext_lazy("For workers"),
    "work_unknown": gettext_lazy("For which situations? We could not find out."),
}
_IMMIGRATION = {
    "always": gettext_lazy("They always tell the immigration office."),
    "is_authority": gettext_lazy("They are the immigration office."),
}
# Sentences that name codes: the words before them, and their vocabulary.
_WITH_CODES: Mapping[tuple[str, Verdict], tuple[Words, str]] = {
    ("serves_others", Verdict.ASK): (gettext_lazy("Ask if you can come. They take:"), "serves"),
    ("serves_others", Verdict.NOT): (gettext_lazy("They take only:"), "serves"),
    ("excluded", Verdict.NOT): (gettext_lazy("Not for:"), "other_groups"),
    ("guardian", Verdict.ASK): (gettext_lazy("A parent or guardian:"), "guardian_consent"),
    ("comes_with", Verdict.ASK): (gettext_lazy("You may come:"), "comes_with"),
    ("nationality", Verdict.FITS): (gettext_lazy("For:"), "nationality_status"),
    ("nationality", Verdict.ASK): (gettext_lazy("Ask if you can come. For:"), "nationality_status"),
    ("nationality", Verdict.NOT): (gettext_lazy("Only for:"), "nationality_status"),
    ("papers_wanted", Verdict.ASK): (gettext_lazy("They ask for:"), "documents"),
    ("papers_wanted", Verdict.NOT): (gettext_lazy("They ask for:"), "documents"),
    ("police_duty", Verdict.ASK): (gettext_lazy("They must report:"), "mandatory_reporting"),
    ("status", Verdict.FITS): (gettext_lazy("Official status:"), "identification_needed"),
    ("status", Verdict.ASK): (gettext_lazy("Official status:"), "identification_needed"),
    ("status", Verdict.NOT): (gettext_lazy("Official status:"), "identification_needed"),
    ("work_forms", Verdict.FITS): (
        gettext_lazy("For people who lived through:"),
        "exploitation_forms",
    ),
    ("other_forms", Verdict.ASK): (
        gettext_lazy("For people who lived through:"),
        "exploitation_forms",
    ),
}


def reasons(visit: Visit, values: Values, answers: frozenset[Answer]) -> dict[Verdict, list[Words]]:
    """What fits, what to ask and what does not, each in words and none twice."""
    judged = judge(values, answers)
    return {
        verdict: list(
            dict.fromkeys(in_words(visit, values, reason) for reason in judged.because(verdict))
        )
        for verdict in Verdict
    }


def in_words(visit: Visit, values: Values, reason: Reason) -> Words:
    """One reason as a sentence for the reader. Raises KeyError for one that has no words."""
    if reason.because in _PLAIN:
        return _PLAIN[reason.because]
    if (reason.because, reason.verdict) in _WITH_CODES:
        before, vocabulary = _WITH_CODES[reason.because, reason.verdict]
        words = joined([visit.word(vocabulary, str(code)) for code in reason.known])
        return format_html("{} {}", before, words)
    return _with_values(visit, values, reason)


def _with_values(visit: Visit, values: Values, reason: Reason) -> Words:
    """Raises KeyError."""
    if reason.because == "serves":
        served = visit.word("serves", SERVED_AS[reason.answer])
        known = ages(values.get("minimum_age"), values.get("maximum_age"))
        return format_html("{} {}", _("They take:"), joined([served, known] if known else [served]))
    if reason.because == "ages":
        return format_html("{} {}", _("Age:"), ages(*map(_number, reason.known)))
    if reason.because == "boys_up_to":
        age = _number(reason.known[0]) or 0
        words = ngettext("Boys up to %(age)s year", "Boys up to %(age)s years", age)
        return words % {"age": age}
    if reason.because == "own_words":
        return visit.word(BY_KEY[reason.fields[0]].vocabulary, str(reason.known[0]))
    if reason.because == "immigration_told":
        return _IMMIGRATION[values["tells_immigration"]]
    raise KeyError(reason.because)


def _number(known: str | int | None) -> int | None:
    return known if isinstance(known, int) else None
