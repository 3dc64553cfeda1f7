"""The questions of "What can I use?": each may be left out, and nothing is chosen beforehand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from suluh.directory.domain.eligibility import QUESTIONS, Answer, Answers
from suluh.door.wording import Words


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer as a radio button or a box to tick."""

    code: str
    words: Words
    chosen: bool


@dataclass(frozen=True, slots=True)
class Question:
    """A heading and its choices. One choice alone is a box; several exclude one another."""

    name: str
    heading: Words
    choices: tuple[Choice, ...]

    @property
    def is_box(self) -> bool:
        return len(self.choices) == 1


_HEADINGS: Mapping[str, Words] = {
    "who": _("Who needs help?"),
    "papers": _("Papers"),
    "police": _("Police"),
    "situation": _("Now"),
    "status": _("Official status"),
    "work": _("Work"),
}
_CHOICES: Mapping[Answer, Words] = {
    Answer.WOMAN: _("A woman"),
    Answer.MAN: _("A man"),
    Answer.OTHER_GENDER: _("Someone of another gender"),
    Answer.CHILD: _("A child (under 18)"),
    Answer.FAMILY: _("A family"),
    Answer.NO_PAPERS: _("I have no papers"),
    Answer.PAPERS: _("I have papers"),
    Answer.NO_POLICE: _("Show only what does not tell the police"),
    Answer.CANNOT_LEAVE: _("I cannot leave where I live or work"),
    Answer.RECOGNISED: _("I have a paper that recognises me"),
    Answer.NOT_YET: _("Not yet, or I am not sure"),
    Answer.NOT_WANTED: _("I do not want one"),
    Answer.WORK: _("I was treated badly at work. I do not know what to call it."),
}
_NOT_SAID = _("I do not want to say")


def questions(answers: Answers) -> tuple[Question, ...]:
    """The questions in order, with what this reader said before."""
    return tuple(
        Question(name, _HEADINGS[name], _choices(of_question, answers))
        for name, of_question in QUESTIONS.items()
    )


def _choices(of_question: tuple[Answer, ...], answers: Answers) -> tuple[Choice, ...]:
    choices = [Choice(answer.value, _CHOICES[answer], answer in answers) for answer in of_question]
    if len(choices) > 1:
        choices.append(Choice("", _NOT_SAID, False))
    return tuple(choices)
