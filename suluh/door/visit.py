"""One visit to one page: the reader's language, the edition, the moment. It ends with the answer.

Every view of the door that shows services is decorated with `page` and is handed a Visit; a view
that lacks the decorator lacks its argument and cannot answer.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import wraps
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.utils import translation
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from suluh.directory.edition.reader import Edition, EditionUnreadable
from suluh.door import notices
from suluh.door.current import current_edition
from suluh.door.document import Frame, document
from suluh.door.urgent import Urgent, urgent_help
from suluh.door.wording import day_in_words, in_language, offered, phrase
from suluh.kernel.languages import Language


@dataclass(frozen=True, slots=True)
class Visit:
    """What a view needs to answer. `now` is aware, in UTC."""

    request: HttpRequest
    language: Language
    edition: Edition
    now: datetime

    @property
    def today(self) -> date:
        """The date where the edition's readers are."""
        try:
            return self.now.astimezone(ZoneInfo(self.edition.meta.timezone or "UTC")).date()
        except (ZoneInfoNotFoundError, ValueError):
            return self.now.date()

    def say(self, texts: Mapping[str, str] | None) -> SafeString:
        """A text of a service, in the reader's language if it has that."""
        return phrase(texts, self.language.code)

    def word(self, vocabulary: str, code: str) -> SafeString:
        """The label of a code; a code that no vocabulary knows is shown as it was written."""
        terms = self.edition.meta.vocabulary(vocabulary)
        return self.say(terms[code].labels if code in terms else {"": code})

    def numbers(self) -> list[Urgent]:
        """The few numbers for urgent help."""
        return urgent_help(self.edition.urgent, self.language.code)

    def render(self, template: str, *, status: int = 200, **context: Any) -> HttpResponse:
        """A page of the door."""
        return document(self.request, self.frame(), template, status=status, **context)

    def frame(self) -> Frame:
        meta = self.edition.meta
        made = datetime.fromisoformat(meta.made_at)
        return Frame(
            language=self.language,
            languages=offered(meta.languages),
            place=self.say(meta.place),
            edition=format_html(
                _("Edition {name}, {day}."),
                name=in_language(meta.name, ""),
                day=day_in_words(made.date(), self.language.code),
            ),
            draft=meta.draft,
            draft_language=self.language.code not in ("en", *meta.reviewed),
            urgent=next(iter(self.numbers()), None),
        )


def page(
    *, methods: tuple[str, ...] = ("GET", "HEAD")
) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """Hand the view a Visit in the language of the address, or answer calmly why there is none."""

    def decorate(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def answer(request: HttpRequest, language: str, **codes: Any) -> HttpResponse:
            if request.method not in methods:
                return HttpResponseNotAllowed(methods)
            try:
                edition = current_edition()
            except EditionUnreadable:
                return notices.not_ready(request)
            spoken = {each.code: each for each in offered(edition.meta.languages)}
            if language not in spoken:
                return notices.not_here(request)
            visit = Visit(request, spoken[language], edition, datetime.now(UTC))
            return _answer(view, visit, codes)

        return answer

    return decorate


def _answer(view: Callable[..., HttpResponse], visit: Visit, codes: dict[str, Any]) -> HttpResponse:
    with translation.override(visit.language.code):
        try:
            return view(visit, **codes)
        except Http404:
            return notices.not_here(visit.request, visit.frame())
