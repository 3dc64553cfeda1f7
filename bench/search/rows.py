"""Invented services in nine languages for the search benchmark; every engine gets the same rows.

Texts are put together, with a fixed seed, from words that ship: labels and definitions of the
vocabularies, everyday phrases, texts of the demonstration. What a service demands of people is
copied from services of the demonstration, a group of answers at a time.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from suluh.content.vocabularies import Shelf, Term, Vocabulary
from suluh.directory import editorial
from suluh.directory.demonstration import load
from suluh.directory.domain.fields import BY_KEY, Kind
from suluh.directory.edition.allow_list import VOCABULARIES
from suluh.directory.edition.contents import EditionMeta, PublicService, public_codes
from suluh.directory.vocabularies import SHIPPED
from suluh.kernel.languages import LANGUAGES

SEED = 20_26
SPACED = ("en", "id", "ms", "vi", "ar")  # languages that write spaces between words
CHINESE = (
    "移民", "工人", "服务", "中心", "妇女", "儿童", "法律", "援助", "协会",
    "香港", "社区", "医院", "家庭", "互助", "希望", "海员", "渔民", "青年",
)  # fmt: skip
_LETTERS_OF_TEXT = 500  # of a service, in all its languages
_PROVINCES, _DISTRICTS = 6, 33  # in one country: 40 areas
_DISTRICT = {
    "en": "District", "id": "Kabupaten", "km": "ស្រុក", "th": "อำเภอ", "vi": "Huyện",
    "lo": "ເມືອງ", "my": "မြို့နယ်", "ms": "Daerah", "ar": "قضاء",
}  # fmt: skip
# Answers that stand or fall together in one organization.
_TOGETHER = (
    ("serves", "minimum_age", "maximum_age", "unaccompanied_children", "guardian_consent",
     "comes_with", "boys_up_to_age"),
    ("identification_needed", "still_in_situation", "cooperation_condition", "who_can_refer"),
    ("nationality_status", "documents", "come_without_documents"),
    ("tells_police", "tells_immigration", "mandatory_reporting"),
    ("trafficking_specific", "exploitation_forms"),
    ("cost", "hours", "languages_staff", "waiting_time", "verified_on", "location_disclosure"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Words:
    """What texts of one language are made of; `words` is as often as it stands in `fragments`."""

    fragments: tuple[str, ...]
    words: tuple[str, ...]


@cache
def words_of(language: str) -> Words:
    """The words that ship in this language."""
    texts = [*_of_vocabularies(language), *everyday_phrases(language), *_demonstrated(language)]
    fragments = tuple(" ".join(text.split()) for text in texts if text.strip())
    return Words(fragments, tuple(word for text in fragments for word in text.split()))


def _of_vocabularies(language: str) -> Iterator[str]:
    for vocabulary in _shipped():
        for term in vocabulary:
            yield term.labels.get(language, "")
            yield term.extra.get("definition", {}).get(language, "")


def everyday_phrases(language: str) -> list[str]:
    """As people type them; only those that stand as they are, without an open ending."""
    found = next(each for each in editorial.everyday().languages if each.language == language)
    phrases = (phrase for meaning in found.meanings for phrase in meaning.phrases)
    return [phrase for phrase in phrases if "*" not in phrase]


def _demonstrated(language: str) -> Iterator[str]:
    for service in load.services():
        for key, value in service.items():
            if key in BY_KEY and BY_KEY[key].kind is Kind.TEXTS:
                yield from value.get(language, "").splitlines()


@cache
def _shipped() -> tuple[Vocabulary, ...]:
    shelf = Shelf(SHIPPED)
    return tuple(shelf[name] for name in sorted(VOCABULARIES - {"areas"}))


@cache
def meta() -> EditionMeta:
    """What the edition says of itself: nine languages, 40 areas, everything that ships."""
    return EditionMeta(
        name="bench",
        languages=tuple(LANGUAGES),
        made_at="2026-11-20T08:00:00+00:00",
        draft=True,
        vocabularies=(*_shipped(), Vocabulary("areas", 1, "invented", "CC BY 4.0", {}, _areas())),
        place={"en": "Oselia"},
        timezone="Asia/Phnom_Penh",
        reviewed={"en": "source"},
        parts=editorial.parts(),
        everyday=editorial.everyday(),
        holidays=editorial.holidays(),
    )


def _areas() -> dict[str, Term]:
    areas = [Term("oselia", {"en": "Oselia"})]
    for number in range(1, _PROVINCES + 1):
        labels = {"en": f"Province {number}"}
        areas.append(Term(f"province-{number}", labels, {"parent": "oselia"}))
    for number in range(1, _DISTRICTS + 1):
        labels = {language: f"{word} {number}" for language, word in _DISTRICT.items()}
        parent = f"province-{number % _PROVINCES + 1}"
        areas.append(Term(f"district-{number}", labels, {"parent": parent}))
    return {area.code: area for area in areas}


def services(size: int) -> Iterator[PublicService]:
    """So many services, the same at every run; a smaller number is the beginning of a larger."""
    draw = random.Random(SEED)  # noqa: S311 - the same at every run
    codes = public_codes(f"bench {number}" for number in range(size))
    donors = load.services()
    return (_service(draw, donors, number, codes[f"bench {number}"]) for number in range(size))


def _service(
    draw: random.Random, donors: Sequence[Mapping[str, Any]], number: int, code: str
) -> PublicService:
    spoken = draw.sample(tuple(LANGUAGES), draw.choice((1, 2, 2, 3)))
    each = _LETTERS_OF_TEXT // len(spoken)
    values: dict[str, Any] = {
        "name": {language: _text(draw, language, 25) for language in spoken},
        "what_you_get": {language: _text(draw, language, each * 2 // 3) for language in spoken},
        "steps": {language: _text(draw, language, each // 4) for language in spoken},
        "types": draw.sample(_codes("service_types"), draw.choice((1, 1, 2, 2, 3))),
        "areas": _some_areas(draw),
        "status": "active",
    }
    for group in _TOGETHER:
        donor = draw.choice(donors)
        values |= {key: donor[key] for key in group if key in donor}
    return PublicService(
        code=code,
        values=values,
        organization={"name": _organization(draw, number, spoken[0])},
        contacts=({"channel": "phone", "value": f"+442079460{draw.randrange(1000):03}"},),
    )


@cache
def _codes(vocabulary: str) -> tuple[str, ...]:
    return tuple(term.code for term in meta().vocabulary(vocabulary))


def _some_areas(draw: random.Random) -> list[str]:
    """Mostly one district, sometimes two, a province, or the country."""
    kind = draw.choices(("district", "two", "province", "country"), (70, 15, 12, 3))[0]
    if kind == "country":
        return ["oselia"]
    if kind == "province":
        return [f"province-{draw.randint(1, _PROVINCES)}"]
    numbers = draw.sample(range(1, _DISTRICTS + 1), 2 if kind == "two" else 1)
    return [f"district-{number}" for number in numbers]


def _organization(draw: random.Random, number: int, language: str) -> dict[str, str]:
    """A name with a number of its own, so that there are rare words too; one in 20 in Chinese."""
    if draw.random() < 0.05:
        return {"zh": "".join(draw.sample(CHINESE, 4))}
    kind = draw.choice(_shipped_terms("organization_types"))
    return {language: f"{kind.label(language)} {number}"}


@cache
def _shipped_terms(vocabulary: str) -> tuple[Term, ...]:
    return tuple(meta().vocabulary(vocabulary))


def _text(draw: random.Random, language: str, letters: int) -> str:
    """About so many letters: whole sentences, and words of this language in a new order."""
    source = words_of(language)
    parts: list[str] = []
    written = 0
    while written < letters:
        if language in SPACED and draw.random() < 0.5:
            parts.append(" ".join(draw.choices(source.words, k=draw.randint(3, 9))))
        else:
            parts.append(draw.choice(source.fragments))
        written += len(parts[-1])
    return " ".join(parts)


def texts(service: PublicService) -> tuple[str, str]:
    """(name, everything else by which the edition lets it be found), one text to a line."""
    values = service.values
    rest = [
        *service.organization["name"].values(),
        *values["what_you_get"].values(),
        *values["steps"].values(),
    ]
    for key, name in {"types": "service_types", "serves": "serves", "areas": "areas"}.items():
        vocabulary = meta().vocabulary(name)
        rest += [text for code in values[key] for text in vocabulary[code].labels.values()]
    return "\n".join(values["name"].values()), "\n".join(rest)
