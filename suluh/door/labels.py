"""The honest labels: seven questions in a fixed order, and what is known of each.

Never a row less. What nobody could find out is said in those words, never shown as no.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from suluh.directory.edition.contents import Values
from suluh.door.visit import Visit
from suluh.door.wording import Words, joined, sentence

NOT_KNOWN = _("We could not find out. Ask before you go.")


@dataclass(frozen=True, slots=True)
class Shape:
    """The icon and tone of an answer; `weight` grows with what the service asks of a person."""

    icon: str
    tone: str
    weight: int


NOTHING = Shape("circle-check", "fits", 0)
UNKNOWN = Shape("circle-question-mark", "unknown", 1)
SOMETIMES = Shape("contrast", "ask", 2)
CONDITION = Shape("circle-alert", "condition", 3)


@dataclass(frozen=True, slots=True)
class Label:
    """One row about a field: a soft question, a bold answer, and what more is known."""

    key: str
    question: Words
    answer: Words
    shape: Shape
    detail: Words = ""


Answers = Mapping[str, tuple[Shape, Words]]

_POLICE: Answers = {
    "never_without_consent": (NOTHING, _("No. Only if you say yes.")),
    "by_law": (SOMETIMES, _("Police are told in cases the law names.")),
    "always": (CONDITION, _("They always tell the police.")),
    "is_authority": (CONDITION, _("They are the police.")),
}
_IMMIGRATION: Answers = {
    "never_without_consent": (NOTHING, _("No. Only if you say yes.")),
    "by_law": (SOMETIMES, _("The immigration office is told in cases the law names.")),
    "always": (CONDITION, _("They always tell the immigration office.")),
    "is_authority": (CONDITION, _("They are the immigration office.")),
}
_COURT: Answers = {
    "none": (NOTHING, _("No.")),
    "optional": (
        SOMETIMES,
        _("They may ask you to speak with police or in court. You can say no."),
    ),
    "required": (CONDITION, _("They ask for a police statement or court.")),
}
_COST: Answers = {
    "free": (NOTHING, _("Nothing.")),
    "free_if": (SOMETIMES, _("Free if you meet a condition. Ask which.")),
    "insurance": (SOMETIMES, _("Insurance pays. Ask what is left.")),
    "paid": (CONDITION, _("You pay.")),
}
_PHONE: Answers = {
    "no": (NOTHING, _("No. You keep it.")),
    "sometimes": (SOMETIMES, _("They may keep your phone.")),
    "yes": (CONDITION, _("They keep your phone.")),
}
_GOING_OUT: Answers = {
    "no": (NOTHING, _("Yes, when you want.")),
    "sometimes": (SOMETIMES, _("Going out is sometimes limited.")),
    "yes": (CONDITION, _("Going out is limited.")),
}
_STOPPING: Answers = {
    "no": (NOTHING, _("Yes, on any day.")),
    "sometimes": (SOMETIMES, _("Stopping is sometimes limited.")),
    "yes": (CONDITION, _("Stopping is limited.")),
}
# Field, its question, its answers by code, the text that says more.
_ROWS: tuple[tuple[str, Words, Answers, str], ...] = (
    ("tells_police", _("Are police told?"), _POLICE, ""),
    ("tells_immigration", _("Is the immigration office told?"), _IMMIGRATION, ""),
    ("cooperation_condition", _("Must I speak in court?"), _COURT, ""),
    ("cost", _("What does it cost?"), _COST, "cost_note"),
    ("phone_kept", _("Is my phone kept?"), _PHONE, ""),
    ("going_out_limited", _("Can I go out?"), _GOING_OUT, ""),
    ("stopping_limited", _("Can I stop?"), _STOPPING, "your_choice"),
)
_VOCABULARIES = {
    "tells_police": "sharing",
    "tells_immigration": "sharing",
    "cooperation_condition": "cooperation_condition",
    "cost": "cost",
}


def honest_labels(visit: Visit, values: Values) -> tuple[Label, ...]:
    """The seven rows of one service."""
    return tuple(_label(visit, values, *row) for row in _ROWS)


def _label(
    visit: Visit, values: Values, key: str, question: Words, answers: Answers, more: str
) -> Label:
    code: str = values.get(key, "")
    detail = visit.say(values.get(more))
    if not code:
        found = Label(key, question, NOT_KNOWN, UNKNOWN, detail)
    elif code in answers:
        shape, answer = answers[code]
        found = Label(key, question, answer, shape, detail)
    else:  # a code that this country added: its own words, and a reason to ask
        words = visit.word(_VOCABULARIES.get(key, "condition"), code)
        found = Label(key, question, words, SOMETIMES, detail)
    return _with_duty(visit, values, found) if key == "tells_police" else found


def _with_duty(visit: Visit, values: Values, label: Label) -> Label:
    """A duty to report outweighs a promise not to tell."""
    duties = [code for code in values.get("mandatory_reporting", ()) if code != "none"]
    if not duties:
        return label
    cases = joined([visit.word("mandatory_reporting", code) for code in duties])
    duty = sentence(format_html("{} {}", _("They must report:"), cases))
    least = CONDITION if "always" in duties else SOMETIMES
    shape = max(label.shape, least, key=lambda each: each.weight)
    if label.shape is CONDITION:  # they always tell, or are the police: no duty says more
        return replace(label, detail=duty)
    otherwise = _("Otherwise only if you say yes.") if label.shape is NOTHING else ""
    return replace(
        label, answer=duty, detail=otherwise if "always" not in duties else "", shape=shape
    )


MOST = 3  # things to ask first: more are not read


def ask_first(visit: Visit, values: Values, own: Iterable[Words] = ()) -> tuple[Words, ...]:
    """What a reader should know before going, each once.

    All that concerns the reader's `own` answers, every condition, and of the rest the heaviest
    until there are three.
    """
    said: dict[str, None] = dict.fromkeys([*map(str, own), *_conditions(visit, values)])
    for words in _sometimes(visit, values):
        if len(said) < MOST:
            said[words] = None
    return tuple(said)


def _conditions(visit: Visit, values: Values) -> Iterator[str]:
    for row in honest_labels(visit, values):
        if row.shape is CONDITION:
            yield str(row.answer)
    if values.get("identification_needed") == "formal_required":
        yield visit.word("identification_needed", "formal_required")


def _sometimes(visit: Visit, values: Values) -> Iterator[str]:
    if values.get("waiting_time", "same_day") != "same_day":
        waiting = visit.word("waiting_time", values["waiting_time"])
        yield sentence(format_html("{} {}", _("Waiting time:"), waiting))
    for row in honest_labels(visit, values):
        if row.shape is SOMETIMES:
            yield str(row.answer)
