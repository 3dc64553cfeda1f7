"""How to get a service: the steps, what to bring, who must send you."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from suluh.directory.edition.contents import Values
from suluh.door.visit import Visit
from suluh.door.who import Line, ask, fits
from suluh.door.wording import chosen, in_language, joined, phrase

# The first sentence of a step is what to do; the rest explains it. Full stops of many scripts.
_FIRST_SENTENCE = re.compile(r"(.+?[.!?។။。؟۔]['”’»\"]?)\s+(.+)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Step:
    """What to do, in bold, and what to know about it."""

    act: SafeString
    detail: SafeString


def steps(visit: Visit, values: Values) -> tuple[Step, ...]:
    """The steps in order; empty when nobody could find out."""
    language = visit.language.code
    return tuple(
        Step(*(phrase({code: part}, language) for part in _act_and_detail(line)))
        for code, text in chosen(values.get("steps"), language).items()
        for line in text.splitlines()
        if line.strip()
    )


def _act_and_detail(line: str) -> tuple[str, str]:
    first = _FIRST_SENTENCE.fullmatch(line.strip())
    return (first[1], first[2]) if first else (line.strip(), "")


@dataclass(frozen=True, slots=True)
class Saying:
    """A sentence to show or say: in the language of those who work there, and in one's own."""

    theirs: SafeString
    own: SafeString


def saying(visit: Visit, values: Values) -> Saying | None:
    texts: dict[str, str] = values.get("first_words", {})
    if not texts:
        return None
    staff = [code for code in values.get("languages_staff", ()) if code in texts]
    language = visit.language.code
    own = phrase(texts, language)
    if not staff or staff[0] == language or language not in texts:
        return Saying(own, SafeString(""))
    return Saying(in_language(texts[staff[0]], staff[0]), own)


def what_to_bring(visit: Visit, values: Values) -> tuple[Line, ...]:
    """Papers, letters, travel, waiting: one line for each thing that is known."""
    return tuple(_lines(visit, values))


_LETTER = {
    "not_needed": fits(gettext_lazy("No letter from anyone is needed")),
    "helps": ask(gettext_lazy("A letter from a helper is useful, not needed")),
    "required": ask(gettext_lazy("You need a letter from a helper")),
}


def _lines(visit: Visit, values: Values) -> Iterator[Line]:
    documents = values.get("documents", [])
    if "none" in documents:
        yield fits(_("No papers needed"))
    elif documents:
        words = joined([visit.word("documents", code) for code in documents])
        yield Line("id-card", format_html("{} {}", _("Bring:"), words))
        if values.get("come_without_documents") == "yes":
            yield fits(_("Come even without papers"))
    if (letter := values.get("referral_letter", "")) in _LETTER:
        yield _LETTER[letter]
    senders = values.get("who_can_refer", [])
    if "nobody_needed" in senders:
        yield fits(_("Nobody has to send you"))
    elif senders:
        words = joined([visit.word("who_can_refer", code) for code in senders])
        yield ask(format_html("{} {}", _("One of these sends you:"), words))
    if values.get("transport_help", "none") != "none":
        words = visit.word("transport_help", values["transport_help"])
        yield fits(format_html("{} {}", _("The way there:"), words))
    if waiting := values.get("waiting_time"):
        words = visit.word("waiting_time", waiting)
        yield Line("clock", format_html("{} {}", _("Waiting time:"), words))
