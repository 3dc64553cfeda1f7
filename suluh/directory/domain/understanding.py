"""From a cell as found to a value as stored, one reader per kind of field."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from myanmartools import ZawgyiDetector

from suluh.directory.domain.context import Context
from suluh.directory.domain.dates import parse_date, western_digits
from suluh.directory.domain.fields import Field, Kind
from suluh.directory.domain.hours import canonical, parse_hours
from suluh.directory.domain.records import Cell, Value

AGES = range(121)  # whole years
ZAWGYI_SURE = 0.95  # myanmartools gives a probability; short strings stay below
_BURMESE = re.compile(r"[\u1000-\u109f]{4,}")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufeff\u200b]")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]+")
_DOMAIN = re.compile(r"(?:[\w-]+\.)+[a-z]{2,}(?:[/:?#]\S*)?", re.IGNORECASE)

EMPTY: dict[Kind, Callable[[], Value]] = {
    Kind.TEXTS: dict,
    Kind.CODES: list,
    Kind.LANGUAGES: list,
    Kind.AREAS: list,
    Kind.NUMBER: lambda: None,
    Kind.DECIMAL: lambda: None,
    Kind.DATE: lambda: None,
}


@dataclass(slots=True)
class Understood:
    """A value, and the rules (with facts) that its cell broke."""

    value: Value
    doubts: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    def doubt(self, rule: str, **facts: str) -> Understood:
        self.doubts.append((rule, facts))
        return self


def empty(kind: Kind) -> Value:
    """The value of a field that was left blank."""
    return EMPTY.get(kind, str)()


def understand(described: Field, cell: Cell, context: Context) -> Understood:
    """Read `cell` as `described` says. A blank cell gives the kind's empty value."""
    if cell.blank:
        return Understood(empty(described.kind))
    if isinstance(cell.value, str) and cell.value.startswith("=") and len(cell.value) > 1:
        return Understood(empty(described.kind)).doubt("services.text.formula")
    return _READERS[described.kind](described, cell.value, context)


def plain_text(value: object) -> str:
    """Text with one form of each letter, real line breaks, no invisible characters."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = unicodedata.normalize("NFC", _CONTROL.sub("", str(value)))
    lines = (" ".join(line.split()) for line in text.replace("\\n", "\n").splitlines())
    return "\n".join(lines).strip()


def _text(described: Field, value: object, context: Context) -> Understood:
    text = plain_text(value)
    understood = Understood(text)
    if "\\n" in str(value):
        understood.doubt("services.text.literal_newline")
    if len(text) > described.limit:
        understood.doubt(
            "services.text.too_long", limit=str(described.limit), length=str(len(text))
        )
    if _BURMESE.search(text) and _detector().get_zawgyi_probability(text) > ZAWGYI_SURE:
        understood.doubt("services.text.zawgyi")
    return understood


@cache
def _detector() -> Any:
    return ZawgyiDetector()


def pieces(value: object) -> Iterator[str]:
    """The parts of a cell that holds several values separated by `;` or line breaks."""
    return (part.strip() for part in re.split(r"[;\n]", str(value)) if part.strip())


def _code(described: Field, value: object, context: Context) -> Understood:
    text = plain_text(value)
    code = context.code(described.vocabulary, text)
    return (
        Understood(code or "")
        if code
        else Understood("").doubt("services.code.unknown", value=text)
    )


def _codes(described: Field, value: object, context: Context) -> Understood:
    codes: set[str] = set()
    unknown: list[str] = []
    # A label may itself hold a semicolon or comma, so the whole cell is tried first.
    whole = context.code(described.vocabulary, plain_text(value))
    for part in [plain_text(value)] if whole else pieces(value):
        if code := context.code(described.vocabulary, part):
            codes.add(code)
        else:
            unknown.append(part)
    understood = Understood(context.in_order(described.vocabulary, codes))
    return _doubt_of_all(understood, "services.code.unknown", unknown)


def _doubt_of_all(understood: Understood, rule: str, values: list[str]) -> Understood:
    """One doubt for a cell, however many of its values are odd: a cell may hold thousands."""
    return understood.doubt(rule, value="; ".join(values)) if values else understood


def _number(described: Field, value: object, context: Context) -> Understood:
    text = western_digits(plain_text(value))
    if not re.fullmatch(r"\d{1,9}", text):
        return Understood(None).doubt("services.number.not_a_number")
    if int(text) not in AGES:
        return Understood(None).doubt("services.number.not_an_age")
    return Understood(int(text))


def _decimal(described: Field, value: object, context: Context) -> Understood:
    try:
        number = float(western_digits(plain_text(value)).replace(",", "."))
    except ValueError:
        return Understood(None).doubt("services.number.not_a_number")
    if not abs(number) <= (90 if described.key == "latitude" else 180):
        return Understood(None).doubt("places.latitude.out_of_range")
    return Understood(number)


def _date(described: Field, value: object, context: Context) -> Understood:
    found = parse_date(value)
    if found is None:
        return Understood(None).doubt("services.verified_on.not_a_date")
    understood = Understood(found.iso)
    if found.read_as:
        understood.doubt(f"services.verified_on.{found.read_as}", read_as=found.iso)
    return understood


def _hours(described: Field, value: object, context: Context) -> Understood:
    text = plain_text(value)
    spans = parse_hours(text)
    if spans is None:
        return Understood(text).doubt("services.hours.not_understood")
    understood = Understood(canonical(spans))
    if any(span.overnight for span in spans):
        understood.doubt("services.hours.overnight", read_as=canonical(spans))
    return understood


def _country(described: Field, value: object, context: Context) -> Understood:
    text = plain_text(value)
    code = context.country_code(text)
    return Understood(code) if code else Understood("").doubt("places.country.unknown", value=text)


def _languages(described: Field, value: object, context: Context) -> Understood:
    parts = [part.strip() for part in re.split(r"[;,\n/]", str(value)) if part.strip()]
    named = {part: context.language_code(part) for part in parts}
    understood = Understood(list(dict.fromkeys(code or part for part, code in named.items())))
    unknown = [part for part, code in named.items() if code is None]
    return _doubt_of_all(understood, "services.languages_staff.unknown_language", unknown)


def _areas(described: Field, value: object, context: Context) -> Understood:
    named = {part: context.code("areas", part) for part in map(plain_text, pieces(value))}
    understood = Understood(list(dict.fromkeys(code or part for part, code in named.items())))
    unknown = [part for part, code in named.items() if code is None]
    if not context.vocabularies["areas"].terms:
        return understood  # a country that brought no areas yet
    return _doubt_of_all(understood, "services.areas.unknown_area", unknown)


def read_email(text: str) -> Understood:
    """An e-mail address as found; a doubt when it cannot be one."""
    text = text.strip()
    understood = Understood(text)
    return understood if _EMAIL.fullmatch(text) else understood.doubt("contacts.value.not_an_email")


def read_url(text: str) -> Understood:
    """A web address with its scheme; https is added, with a remark, where it lacks."""
    text = text.strip()
    if re.match(r"https?://[^\s/]+\.[^\s/]+", text):
        return Understood(text)
    if _DOMAIN.fullmatch(text):
        return Understood(f"https://{text}").doubt("contacts.value.no_scheme")
    return Understood(text).doubt("contacts.value.not_a_web_address")


def _url(described: Field, value: object, context: Context) -> Understood:
    return read_url(plain_text(value))


_READERS: dict[Kind, Callable[[Field, object, Context], Understood]] = {
    Kind.TEXT: _text, Kind.TEXTS: _text, Kind.CODE: _code, Kind.CODES: _codes,
    Kind.NUMBER: _number, Kind.DECIMAL: _decimal, Kind.DATE: _date, Kind.HOURS: _hours,
    Kind.COUNTRY: _country, Kind.LANGUAGES: _languages, Kind.AREAS: _areas, Kind.URL: _url,
}  # fmt: skip
