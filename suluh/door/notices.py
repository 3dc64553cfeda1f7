"""Pages for when there is nothing to show. Calm, without blame, and never quoting the input."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation.trans_real import parse_accept_lang_header
from django.views.defaults import server_error

from suluh.directory.edition.urgent_numbers import last_numbers
from suluh.door.document import Frame, document
from suluh.door.urgent import urgent_help
from suluh.door.wording import SPOKEN, offered
from suluh.foundation.home import suluh_home
from suluh.kernel.languages import Language


def preferred(request: HttpRequest, languages: tuple[Language, ...]) -> Language:
    """The first of `languages` that the browser asks for, else the first of them."""
    by_code = {language.code: language for language in languages}
    asked = parse_accept_lang_header(request.headers.get("Accept-Language", ""))
    wanted = (by_code.get(code.partition("-")[0]) for code, _weight in asked)
    return next((language for language in wanted if language), languages[0])


def spoken_at(request: HttpRequest) -> Language:
    """The language that the address begins with, else the one that the browser asks for."""
    first = request.path.split("/")[1]
    languages = offered(SPOKEN)
    return next((each for each in languages if each.code == first), preferred(request, languages))


def not_here(request: HttpRequest, frame: Frame | None = None) -> HttpResponse:
    """404: an old or mistyped address, or a service that is no longer listed."""
    frame = frame or _bare_frame(request)
    with translation.override(frame.language.code):
        return document(
            request,
            frame,
            "door/notice.html",
            status=404,
            numbers=[],
            heading=_("This page is not here"),
            sentence=_("The address may be old. What you look for may be listed elsewhere."),
            way_on=_("Go to the start page"),
        )


def not_ready(request: HttpRequest, status: int = 503) -> HttpResponse:
    """503: the edition is missing, damaged, or not for this program.

    The numbers for urgent help of the last good edition still stand beside it.
    """
    frame = _bare_frame(request)
    with translation.override(frame.language.code):
        return document(
            request,
            frame,
            "door/notice.html",
            status=status,
            numbers=urgent_help(last_numbers(suluh_home().edition), frame.language.code),
            heading=_("The list cannot be shown right now"),
            sentence=_(
                "Please try again later. For urgent help call the emergency number of the "
                "country you are in."
            ),
            way_on=_("Try again"),
        )


def fault(request: HttpRequest) -> HttpResponse:
    """500: the same calm page; a plain file when even that cannot be made."""
    try:
        return not_ready(request, status=500)
    except Exception:
        return server_error(request)


def _bare_frame(request: HttpRequest) -> Frame:
    language = spoken_at(request)
    return Frame(language=language, languages=offered(SPOKEN))
