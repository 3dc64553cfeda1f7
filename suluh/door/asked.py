"""What a reader asked, between a form, a sealed address and the edition."""

from __future__ import annotations

from dataclasses import dataclass, replace

import orjson
from django.http import QueryDict
from django.urls import reverse

from suluh.content.tokenizer import LONGEST_QUERY
from suluh.directory.domain.eligibility import QUESTIONS, Answer, Answers, chosen
from suluh.directory.domain.fitting import answers_in, bits
from suluh.directory.edition.contents import CODE_LENGTH
from suluh.directory.edition.finding import Wanted
from suluh.directory.edition.reader import Edition
from suluh.door.sealed import Sealer

_sealer = Sealer()


def forget_old_keys() -> None:
    """Called every minute by the process of the door."""
    _sealer.forget_old_keys()


@dataclass(frozen=True, slots=True)
class Asked:
    """Words, opaque codes of a kind of help and of a place ("" for any), answers.

    `also_unfit` is said by "show them anyway".
    """

    words: str = ""
    kind: str = ""
    area: str = ""
    answers: Answers = frozenset()
    also_unfit: bool = False

    def sealed(self) -> str:
        parts = [self.words, self.kind, self.area, bits(self.answers), self.also_unfit]
        return _sealer.seal(orjson.dumps(parts))

    def url(self, language: str) -> str:
        """The address of the results; it opens for twenty to forty minutes."""
        return reverse("door:results", args=[language, self.sealed()])

    def fields(self) -> list[tuple[str, str]]:
        """All but the words, as a form would send it again: (name, value)."""
        said = [
            (question, answer.value)
            for question, answers in QUESTIONS.items()
            for answer in answers
            if answer in self.answers
        ]
        return [*said, *filter(lambda pair: pair[1], (("kind", self.kind), ("area", self.area)))]

    def without(self, answer: Answer) -> Asked:
        return replace(self, answers=self.answers - {answer}, also_unfit=False)

    def wanted(self, edition: Edition) -> Wanted:
        """The same for the edition. A code that this edition lacks is any."""
        return Wanted(
            words=self.words,
            type_code=_code(edition, "kind", self.kind),
            area_code=_code(edition, "area", self.area),
            answers=self.answers,
            also_unfit=self.also_unfit,
        )


def opened(sealed: str) -> Asked:
    """Raises Unsealable for an address that is old, forged or cut."""
    words, kind, area, answers, also_unfit = orjson.loads(_sealer.open(sealed))
    return Asked(words, kind, area, answers_in(answers), also_unfit)


def from_form(posted: QueryDict) -> Asked:
    """What the form says; anything that it does not ask is dropped."""
    said = [code for question in QUESTIONS for code in posted.getlist(question)]
    return Asked(
        words=posted.get("words", "")[:LONGEST_QUERY].strip(),
        kind=_opaque(posted.get("kind", "")),
        area=_opaque(posted.get("area", "")),
        answers=chosen(said),
    )


def _opaque(code: str) -> str:
    """A public code as it was sent; "" for anything else."""
    return code if len(code) == CODE_LENGTH and code.isascii() and code.isalnum() else ""


def _code(edition: Edition, column: str, opaque: str) -> str:
    groups = edition.types() if column == "kind" else edition.areas()
    return next((group.term.code for group in groups if group.code == opaque), "")
