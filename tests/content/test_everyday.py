"""Everyday words: "they took my passport" means papers and a lawyer."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from suluh.content.everyday import (
    MOST_TYPES,
    Everyday,
    EverydayError,
    EverydayWords,
    Meaning,
    read_everyday,
)
from suluh.content.tokenizer import words
from suluh.content.vocabularies import read_vocabulary

DATA = Path(__file__).resolve().parents[2] / "suluh/directory/data"
LANGUAGES = ("ar", "en", "id", "km", "lo", "ms", "my", "th", "vi")
SHIPPED = Everyday(read_everyday(DATA / f"everyday/{each}.toml") for each in LANGUAGES)
CODES = tuple(term.code for term in read_vocabulary(DATA / "vocabularies/service_types.toml"))


def _language(
    code: str = "en", ignore: tuple[str, ...] = (), **phrases: tuple[str, ...]
) -> EverydayWords:
    meanings = tuple(Meaning((type_code,), each) for type_code, each in phrases.items())
    return EverydayWords(code, 1, "our own", "CC BY 4.0", "source", ignore, meanings)


# --- What a question means -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("they took my passport", "documents"),
        ("boss kept my passport", "documents"),
        ("need lawyer please", "legal_advice"),
        ("no place to sleep", "shelter_emergency"),
        ("where can i sleep", "shelter_emergency"),
        ("I can’t sleep at night", "psychological"),
        ("my boss didn't pay me", "compensation"),
        ("they follow me", "safety"),
        ("someone hits me", "safety"),
        ("police caught me", "legal_advice"),
        ("want to go home", "return"),
        ("fake job in another country", "hotline"),
        ("i want to die", "hotline"),
        ("Pregnant!", "medical"),
        ("paspor saya diambil majikan", "documents"),
        ("gajiku belum dibayar", "compensation"),
        ("saya mau pulang", "return"),
        ("kena tipu, kerja palsu", "hotline"),
        ("tak ada duit", "basic_needs"),
        ("không có chỗ ngủ", "shelter_emergency"),
        ("toi bi chu giu ho chieu", "documents"),
        ("ไม่จ่ายเงินเดือน", "compensation"),
        ("นายจ้างยึดพาสปอร์ตของฉัน", "documents"),
        ("ต้องการทนายครับ", "legal_advice"),
        ("ខ្ញុំគ្មានកន្លែងដេក", "shelter_emergency"),
        ("ខ្ញុំ គ្មាន កន្លែង ដេក", "shelter_emergency"),
        ("ຂ້ອຍບໍ່ມີບ່ອນນອນ", "shelter_emergency"),
        ("နေစရာမရှိဘူး", "shelter_emergency"),
        ("ေနစရာမရွိဘူး", "shelter_emergency"),  # Zawgyi
        ("ေရွ႕ေန လိုတယ္", "legal_advice"),  # Zawgyi
        ("أخذوا جوازي", "documents"),
        ("أحتاج إلى محامٍ", "legal_advice"),
        ("راتبي لم يُدفع", "compensation"),
        ("زوجي يضربني", "safety"),
    ],
)
def test_a_question_in_everyday_words_leads_to_its_kind_of_help(query: str, first: str) -> None:
    assert SHIPPED.types_for(query)[0] == first


@pytest.mark.parametrize(
    "query",
    [
        "",
        "   ",
        "hello",
        "how much is it",
        "open on sunday",
        "phone number",
        "?!",
        "Oselia",
        "free",
    ],
)
def test_a_question_that_names_no_need_leads_nowhere(query: str) -> None:
    assert SHIPPED.types_for(query) == ()


def test_the_most_exact_phrase_comes_first() -> None:
    everyday = Everyday([_language(documents=("passport",), migrant_labour=("my boss kept",))])
    assert everyday.types_for("my boss kept a passport") == ("migrant_labour", "documents")


def test_a_phrase_within_another_says_nothing_of_its_own() -> None:
    everyday = Everyday([_language(work=("job",), hotline=("fake job*",))])
    assert everyday.types_for("fake job") == ("hotline",)
    assert everyday.types_for("job") == ("work",)


def test_no_more_than_four_types_are_given() -> None:
    everyday = Everyday([_language(a=("one",), b=("two",), c=("six",), d=("ten",), e=("old",))])
    assert len(everyday.types_for("one two six ten old")) == MOST_TYPES == 4


def test_all_words_of_a_phrase_are_wanted_in_any_order() -> None:
    everyday = Everyday([_language(documents=("took passport",))])
    assert everyday.types_for("passport they took") == ("documents",)
    assert everyday.types_for("passport") == ()


def test_a_star_stands_for_any_ending_and_nothing_else_does() -> None:
    everyday = Everyday([_language(safety=("threat*",), medical=("sick",))])
    assert everyday.types_for("he threatened me") == ("safety",)
    assert everyday.types_for("sickle") == everyday.types_for("thread") == ()


@pytest.mark.parametrize(
    ("phrase", "query", "found"),
    [
        ("หมา", "ฉันกลัวหมาดำ", True),
        ("งาน", "โงาน", False),  # the vowel written before it belongs to it
        ("หมอย", "หมอยา", False),  # the vowel after it too
        ("ရဲကို", "ရဲကိုတိုင်မယ်", True),
        ("ရဲနေ", "ရဲနေ့", False),  # another tone is another word
        ("ရဲက", "ရဲကန်", False),  # an asat makes the next letter part of the syllable
        ("កក", "ក្កក", False),  # the first letter is a subscript of another
        ("ยึด พาสปอร์ต", "ยึดเอาพาสปอร์ต", True),
        ("ยึด พาสปอร์ต", "ยึดเอา", False),
    ],
)
def test_a_phrase_without_spaces_is_found_in_whole_letters(
    phrase: str, query: str, found: bool
) -> None:
    assert bool(Everyday([_language(medical=(phrase,))]).types_for(query)) is found


# --- Words that say nothing ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "left"),
    [
        ("need lawyer please", "lawyer"),
        ("I need the lawyer", "lawyer"),
        ("tolong cari pengacara", "pengacara"),
        ("ต้องการทนายครับ", "ทนาย"),
        ("ខ្ញុំគ្មានកន្លែងដេក", "គ្មានកន្លែងដេក"),
        ("ေရွ႕ေန လိုတယ္", "ရှေ့နေ"),
    ],
)
def test_noise_is_left_out(query: str, left: str) -> None:
    assert words(SHIPPED.without_noise(query)) == words(left)


@pytest.mark.parametrize("query", ["please help", "where", "hello", "", "ครับ", "lawyer"])
def test_never_is_everything_left_out(query: str) -> None:
    assert SHIPPED.without_noise(query) == query


def test_a_word_stays_where_a_phrase_of_the_question_holds_it() -> None:
    everyday = Everyday([_language(ignore=("to", "home"), consular=("go home",))])
    assert everyday.without_noise("to go home") == "go home"
    assert everyday.without_noise("to home kitchen") == "kitchen"


def test_a_word_that_means_something_in_another_language_is_not_noise() -> None:
    english = _language(ignore=("air", "no"))
    assert Everyday([english]).without_noise("air minum") == "minum"
    indonesian = _language("id", basic_needs=("air",))
    assert Everyday([english, indonesian]).without_noise("air minum") == "air minum"
    # An accent makes another word of it, until somebody leaves accents out.
    vietnamese = _language("vi", business_money=("nợ tiền",))
    assert Everyday([english, vietnamese]).without_noise("no food") == "food"
    assert Everyday([english, vietnamese]).without_noise("no tien") == "no tien"


def test_noise_inside_a_longer_word_stays() -> None:
    everyday = Everyday([_language("th", ignore=("ขอ",))])
    assert everyday.without_noise("ขอข้าว") == "ข้าว"
    assert everyday.without_noise("ข้าวขอทาน") == "ข้าวขอทาน"


@given(st.text(max_size=250))
def test_any_text_can_be_asked(query: str) -> None:
    assert set(SHIPPED.types_for(query)) <= set(CODES)
    assert bool(words(SHIPPED.without_noise(query))) == bool(words(query))


# --- The data that ships -------------------------------------------------------------------------


@pytest.mark.parametrize("language", SHIPPED.languages, ids=lambda each: each.language)
def test_every_type_can_be_reached_in_every_language(language: EverydayWords) -> None:
    used = {code for meaning in language.meanings for code in meaning.types}
    assert used == set(CODES)
    phrases = [words(each) for meaning in language.meanings for each in meaning.phrases]
    assert len(phrases) >= 40
    assert [each for each in phrases if phrases.count(each) > 1] == []


def test_what_no_person_has_read_says_so() -> None:
    drafts = {each.language for each in SHIPPED.languages if each.review == "machine-draft"}
    assert drafts == set(LANGUAGES) - {"en"}


@pytest.mark.parametrize("word", ["i", "my", "need", "please", "where", "the", "to"])
def test_the_commonest_english_noise_is_not_kept_by_another_language(word: str) -> None:
    assert SHIPPED.without_noise(f"{word} zebra") == "zebra"


def _long_questions() -> Iterator[str]:
    yield "they took my passport ไม่จ่ายเงินเดือน ខ្ញុំគ្មានកន្លែងដេក ေနစရာမရွိဘူး luật sư مكان أنام " * 3
    yield "my boss kept my passport and did not pay me " * 5


def _seconds(query: str) -> float:
    """Of this process alone; what else the machine does is not counted."""
    begun = time.process_time()
    SHIPPED.types_for(query)
    return time.process_time() - begun


def test_asking_takes_no_time() -> None:
    """Measured: 0.1 to 0.9 ms for 200 characters; ten times that would be a mistake in here."""
    for query in _long_questions():
        SHIPPED.types_for(query[:200])
        assert min(_seconds(query[:200]) for _ in range(10)) < 0.010


# --- The file, and the journey inside an edition -------------------------------------------------

GOOD = """
language = "en"
version = 1
source = "Our own"
licence = "CC BY 4.0"
review = "source"
ignore = ["please"]
[[meaning]]
types = ["documents", "consular"]
phrases = ["took passport", "pass*"]
"""


def _file(folder: Path, text: str, name: str = "en.toml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_a_file_is_read(tmp_path: Path) -> None:
    read = read_everyday(_file(tmp_path, GOOD))
    assert read.ignore == ("please",)
    assert read.meanings == (Meaning(("documents", "consular"), ("took passport", "pass*")),)


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        (GOOD.replace('"en"', '"th"'), "language th"),
        (GOOD.replace("version = 1", 'version = "1"'), "version"),
        (GOOD.replace('licence = "CC BY 4.0"', ""), "licence"),
        (GOOD.replace("review", "reviewed"), "review"),
        (GOOD + "more = 1", "types and phrases, nothing else"),
        (GOOD.replace("[[meaning]]", "[meaning]"), "meanings"),
        (GOOD.replace('ignore = ["please"]', "ignore = [1]"), "not a list of texts"),
        (GOOD.replace('["documents", "consular"]', "[]"), "without types"),
        (GOOD.replace('"pass*"', '"?!"'), "holds no letter"),
        (GOOD.replace('"pass*"', '"pa*"'), "letters before"),
        (GOOD.replace('"pass*"', '"หมอ*"'), "needs no *"),
        (GOOD.replace('"pass*"', '"ก"'), "too short"),
        ("extra = 1\n" + GOOD, "does not know extra"),
        ("= ", "Invalid"),
    ],
)
def test_a_wrong_file_is_refused_with_its_name_and_the_reason(
    tmp_path: Path, wrong: str, reason: str
) -> None:
    with pytest.raises(EverydayError) as refusal:
        read_everyday(_file(tmp_path, wrong))
    assert "en.toml" in str(refusal.value)
    assert reason in str(refusal.value)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(EverydayError, match=r"xx\.toml: there is no such file"):
        read_everyday(tmp_path / "xx.toml")


def test_a_language_stands_once() -> None:
    with pytest.raises(EverydayError, match="en: stands twice"):
        Everyday([_language(), _language()])


def test_everything_survives_the_journey_as_json() -> None:
    again = Everyday.from_json(SHIPPED.to_json())
    assert again.languages == SHIPPED.languages
    assert again.types_for("they took my passport") == SHIPPED.types_for("they took my passport")
    assert Everyday.from_json(Everyday([]).to_json()).types_for("passport") == ()


@pytest.mark.parametrize("said", ["", {}, [1], [{"language": "en"}], None])
def test_json_of_another_shape_is_refused(said: object) -> None:
    with pytest.raises(EverydayError):
        Everyday.from_json(said)
