"""What stands around every page: title, languages, urgent help, the way out; and the headers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.safestring import SafeString

from suluh.door.look import CONTENT_SECURITY_POLICY, SCRIPT, STYLE
from suluh.door.urgent import Urgent
from suluh.kernel.languages import Language

# A public, plain page in many languages that anybody may have open.
WEATHER = "https://worldweather.wmo.int/"


@dataclass(frozen=True, slots=True)
class LanguageLink:
    """The same page in another language."""

    language: Language
    url: str
    current: bool


@dataclass(frozen=True, slots=True)
class Frame:
    """The surroundings of a page. Without an edition: no place, no urgent help, no edition line.

    `draft_language` where no named person has read the words of this language.
    """

    language: Language
    languages: Sequence[Language]
    place: str | SafeString = ""
    edition: str | SafeString = ""
    draft: bool = False
    draft_language: bool = False
    urgent: Urgent | None = None


def document(
    request: HttpRequest, frame: Frame, template: str, *, status: int = 200, **context: Any
) -> HttpResponse:
    """A whole page. It is never kept by a browser, and may load nothing but itself."""
    surroundings = {
        "frame": frame,
        # From a page that is not there no other language leads on.
        "links": _links(request.path if status < HTTPStatus.BAD_REQUEST else "/", frame),
        "style": STYLE,
        "script": SCRIPT,
        "weather": WEATHER,
    }
    response = render(request, template, surroundings | context, status=status)
    response.headers["Content-Security-Policy"] = CONTENT_SECURITY_POLICY
    response.headers["Content-Language"] = frame.language.code
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


def see_other(url: str) -> HttpResponse:
    """The answer to a form: read with GET, so that Back and reload press no button again."""
    headers = {"Cache-Control": "no-store"}
    return HttpResponseRedirect(url, status=HTTPStatus.SEE_OTHER, headers=headers)


def _links(path: str, frame: Frame) -> list[LanguageLink]:
    rest = path.removeprefix(f"/{frame.language.code}").lstrip("/")
    return [
        LanguageLink(each, f"/{each.code}/{rest}", each.code == frame.language.code)
        for each in frame.languages
    ]
