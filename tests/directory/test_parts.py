"""The parts that ship: in two languages, plain to hear, and safe to read over a shoulder."""

from __future__ import annotations

import re

import pytest

from suluh.content.blocks import Part, PartShelf
from suluh.directory.vocabularies import SHIPPED
from suluh.foundation.templatetags.icons import icon
from suluh.kernel.languages import LANGUAGES

SPACED = ("en", "id")  # languages whose words a space divides
PARTS = {part.code: part for part in PartShelf(SHIPPED.parent / "parts")}
LONGEST_SENTENCE = 15  # words (CONTRIBUTING.md)
LONGEST_PART = 2_200  # characters of English: with it a page in Burmese stays within 14 kB

# Large letters are read over a shoulder (visual.md, principle 1).
BETRAYING = re.compile(
    r"traffick|victim|rescu|danger|exploit|slave|escape"
    r"|perdagangan orang|korban|selamatkan|bahaya|eksploitasi|budak|kabur"
    r"|ជួញដូរ|រងគ្រោះ|សង្គ្រោះ|ค้ามนุษย์|เหยื่อ|buôn người|nạn nhân|giải cứu|ຄ້າມະນຸດ|ເຄາະຮ້າຍ"
    r"|လူကုန်ကူး|သားကောင်|pemerdagangan|mangsa|الاتجار|ضحية|ضحايا|إنقاذ",
    re.IGNORECASE,
)
PROMISES = re.compile(r"!|\bsafe|\bprotect|\bguarantee|\bwe will\b|\baman\b|\bjamin", re.IGNORECASE)


@pytest.fixture(params=PARTS)
def part(request: pytest.FixtureRequest) -> Part:
    return PARTS[str(request.param)]


def _sentences(text: str) -> list[str]:
    """Cut after a full stop or question mark, also one inside a closing quotation mark."""
    return [each for each in re.split(r"(?<=[.?!])[”’]?\s+", text) if each]


def _large(part: Part) -> list[str]:
    """What stands in large letters, or on the page that links to the part."""
    headings = (block.texts[0] for block in part.blocks if block.kind == "heading")
    return [text for texts in (part.title, part.summary, *headings) for text in texts.values()]


def _words(part: Part) -> str:
    return " ".join(text for texts in part.texts for text in texts.values())


def test_the_five_parts_come_in_the_order_of_need() -> None:
    assert list(PARTS) == ["urgent", "is_this_me", "not_now", "family_and_friends", "words"]


def test_every_text_stands_in_every_language(part: Part) -> None:
    lacking = [texts for texts in part.texts if texts.keys() != LANGUAGES.keys()]
    assert lacking == []
    assert part.review.keys() == LANGUAGES.keys()


def test_every_part_says_where_its_words_come_from(part: Part) -> None:
    assert part.source.startswith("Our own words")
    assert part.licence == "CC BY 4.0"


def test_its_icon_exists(part: Part) -> None:
    assert icon(part.icon).startswith("<svg")


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("One. Two?", ["One.", "Two?"]),
        ("“I work. They keep it.” Then?", ["“I work.", "They keep it.", "Then?"]),
        ("Say one thing: a bed.", ["Say one thing: a bed."]),
    ],
)
def test_sentences_are_told_apart(text: str, sentences: list[str]) -> None:
    assert _sentences(text) == sentences


@pytest.mark.parametrize("language", SPACED)
def test_no_sentence_is_longer_than_a_breath(part: Part, language: str) -> None:
    sentences = [each for texts in part.texts for each in _sentences(texts[language])]
    assert [each for each in sentences if len(each.split()) > LONGEST_SENTENCE] == []


def test_large_letters_do_not_betray_the_reader(part: Part) -> None:
    assert [text for text in _large(part) if BETRAYING.search(text)] == []


def test_the_heavy_words_stand_only_where_they_are_explained() -> None:
    said = {
        code: set(re.findall(BETRAYING, _words(part).casefold())) for code, part in PARTS.items()
    }
    life_at_risk = {"danger", "bahaya"}  # a sentence about calling at once may say so
    assert [code for code, words in said.items() if words - life_at_risk] == ["words"]


def test_nothing_is_promised_and_nobody_shouts(part: Part) -> None:
    assert PROMISES.findall(_words(part)) == []


def test_a_part_is_short(part: Part) -> None:
    assert sum(len(texts["en"]) for texts in part.texts) <= LONGEST_PART


def test_numbers_stand_where_a_reader_is_told_to_call() -> None:
    with_numbers = {
        code for code, part in PARTS.items() for b in part.blocks if b.kind == "numbers"
    }
    assert with_numbers == {"urgent", "not_now"}


def test_the_everyday_sentences_are_few_enough_to_read() -> None:
    said = [text["en"] for text in PARTS["is_this_me"].texts if text["en"].startswith("“")]
    assert 8 <= len(said) <= 12


def test_the_words_are_few_enough_to_read() -> None:
    terms = [line[0]["en"] for b in PARTS["words"].blocks if b.kind == "words" for line in b.lines]
    assert 15 <= len(terms) <= 25
    assert len(set(terms)) == len(terms)
