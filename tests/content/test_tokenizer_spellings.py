"""What looks the same is found, in whatever order or encoding a phone has typed it."""

from __future__ import annotations

import sqlite3
import subprocess
import sys

import pytest
from babel import Locale
from hypothesis import given
from hypothesis import strategies as st

from suluh.content.tokenizer import index_text, match_expression, readings, tokens, words
from tests.content.test_tokenizer import _finds, index

__all__ = ["index"]  # the table in which the tests search

# Unicode and Zawgyi. Written by hand are the first six of Zawgyi; the others were made with
# python-myanmar from Unicode and read again.
PAIRS = [
    ("နေစရာမရှိဘူး", "ေနစရာမရွိဘူး"),  # no place to stay
    ("ရှေ့နေ", "ေရွ႕ေန"),  # lawyer
    ("ကျွန်တော်", "ကြ်န္ေတာ္"),  # I (typed with another RA than the next)
    ("ကျွန်မ", "ကၽြန္မ"),  # I (a woman)
    ("အကြွေးတင်နေတယ်", "အေႂကြးတင္ေနတယ္"),  # I am in debt
    ("ကိုယ်ဝန်", "ကိုယ္၀န္"),  # pregnancy, with a zero for the letter WA
    ("ပတ်စပို့", "ပတ္စပို႔"),  # passport
    ("ဆေးရုံ", "ေဆး႐ုံ"),  # hospital
    ("သံရုံး", "သံ႐ုံး"),  # embassy
    ("ကလေး", "ကေလး"),  # child: valid in both, and another word when misread
    ("ဥပဒေ", "ဥပေဒ"),  # law: the detector is unsure
    ("စကားပြန်", "စကားျပန္"),  # interpreter
    ("လုံခြုံ", "လုံၿခဳံ"),  # safe
    ("ဒုက္ခသည်", "ဒုကၡသည္"),  # refugee
    ("အင်္ဂလိပ်", "အဂၤလိပ္"),  # English
    ("ကြောက်တယ်", "ေၾကာက္တယ္"),  # I am afraid
    ("အလုပ်ရှင်", "အလုပ္ရွင္"),  # employer
    ("ရန်ကုန်မြို့", "ရန္ကုန္ၿမိဳ႕"),  # Yangon
]


@pytest.mark.parametrize(("unicode", "zawgyi"), PAIRS)
def test_zawgyi_and_unicode_find_each_other(
    index: sqlite3.Connection, unicode: str, zawgyi: str
) -> None:
    assert tokens(readings(zawgyi)[-1]) == tokens(unicode)
    assert _finds(index, f"Help: {unicode}၊ 12", zawgyi)
    assert _finds(index, f"Help: {zawgyi}၊ 12", unicode)
    assert _finds(index, zawgyi, zawgyi)


@pytest.mark.parametrize("unicode", [pair[0] for pair in PAIRS])
def test_these_words_in_unicode_are_read_once(unicode: str) -> None:
    assert readings(unicode) == (unicode,)
    assert " OR " not in match_expression(unicode)


@pytest.mark.parametrize(
    "text",
    [
        "ပှၤကညီအိၣ်ဒီးတၢ်ခွဲးတၢ်ယာ်",  # S'gaw Karen
        "တၢ်မၤစၢၤ",
        "ၵူၼ်းတႆး မိူင်းတႆး",  # Shan
        "လွင်ႈႁၼ်",
        "ဘာသာမန်",  # Mon
        "Nothing Burmese",
        "ខ្មែរ",
    ],
)
def test_other_languages_of_the_block_are_not_taken_for_zawgyi(text: str) -> None:
    assert readings(text) == (text,)


def test_unicode_is_always_found_as_it_stands() -> None:
    """The names of all countries in Burmese: a reading may be added, none replaces the text."""
    names = Locale("my").territories.values()
    assert len(names) > 200
    assert [name for name in names if readings(name)[0] != name] == []
    assert len([name for name in names if len(readings(name)) > 1]) < 0.15 * len(names)
    assert all(index_text(name).startswith(" ".join(tokens(name))) for name in names)


def test_a_doubtful_question_is_asked_both_ways() -> None:
    in_unicode = match_expression("ကလေး")
    as_typed, converted = match_expression("ကေလး bus").split(" OR ")
    assert as_typed != converted == f'({in_unicode} AND "bus")'


def test_nothing_that_cannot_be_converted_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    """python-myanmar prints such syllables, and what a reader typed belongs into no log."""
    for code in range(0x1000, 0x10A0):
        readings(f"ေ{chr(code)}္ {chr(code)}ြ{chr(code)}")
    assert capsys.readouterr().out == ""


def test_other_languages_do_not_pay_for_zawgyi() -> None:
    outcome = subprocess.run(
        [
            sys.executable,
            "-c",
            "import sys; from suluh.content.tokenizer import index_text;"
            "index_text('Help បន្ទាន់ ด่วน'); print('myanmartools' in sys.modules,"
            " 'myanmar' in sys.modules)",
        ],
        capture_output=True,
        check=True,
        text=True,
    )
    assert outcome.stdout.split() == ["False", "False"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("น้ำ", "น\u0e4d\u0e49\u0e32"),  # Thai SARA AM taken apart, tone last
        ("น้ำ", "น\u0e33\u0e49"),  # tone after SARA AM
        ("ที่พัก", "ท\u0e48\u0e35พัก"),  # tone before its vowel
        ("แม่", "เเม่"),  # two E for one AE
        ("ທຳຮ້າຍ", "ທ\u0ecd\u0eb2ຮ້າຍ"),  # Lao AM
        ("ນ້ຳ", "ນ\u0ecd\u0ec9\u0eb2"),
        ("ນ້ຳ", "ນ\u0eb3\u0ec9"),
        ("ຫຼອກ", "ຫລອກ"),
        ("ໜີ", "ຫນີ"),
        ("ແດ່", "ເເດ່"),
        ("ស្ត្រី", "ស្រ្តី"),  # Khmer subscripts in either order
        ("បណ្ដាល", "បណ្តាល"),  # subscripts DA and TA look the same
        ("ទូរស័ព្ទ", "ទូរសព្ទ"),
        ("ប៉ូលីស", "ប\u17bc\u17c9លីស"),  # register shifter after the vowel
        ("ឲ្យ", "ឱ្យ"),
        ("កើត", "ក\u17c1\u17b8ត"),
        ("ពោះ", "ព\u17c1\u17b6ះ"),
        ("ရုံး", "ရ\u1036\u102fး"),  # Burmese signs in either order
        ("ကို", "က\u102f\u102d"),
        ("ဘဝ", "ဘ၀"),
        ("မဂါဟီ", "မဂာဟီ"),  # tall and round AA
        ("ဉပဒေ", "ဥပဒေ"),
        ("أمان", "امان"),
        ("إقامة", "اقامه"),
        ("آمن", "امن"),
        ("لاجئ", "لاجي"),
        ("مســـاعدة", "مساعدة"),
        ("مُسَاعَدَةٌ", "مساعدة"),
        ("المحامي", "محامي"),
        ("وبالمستشفى", "وبالمستشفي"),
        ("للعمال", "العمال"),
        ("الالتزام", "التزام"),
        ("Bác sĩ", "bac si"),
        ("Ba\u0301c si\u0303", "Bác sĩ"),
    ],
)
def test_spellings_of_one_word_are_one(one: str, other: str) -> None:
    assert words(one) == words(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ใกล้", "ไกล"),  # near and far
        ("หมา", "ม้า"),
        ("ຫາ", "ຫ້າ"),
        ("កូន", "កុន"),
        ("ကန်", "ကန့်"),
        ("الله", "له"),
        ("والد", "د"),
        ("١٢", "12a"),
    ],
)
def test_different_words_stay_different(one: str, other: str) -> None:
    assert words(one) != words(other)


@pytest.mark.parametrize("gap", [" ", "\u200b", "\u200c", "\u200d", "\u2060", "\u00a0", "  \u200b"])
@pytest.mark.parametrize(
    ("first", "second"),
    [("កន្លែង", "ដេក"), ("ที่", "นอน"), ("ບ່ອນ", "ນອນ"), ("နေ", "စရာ"), ("法律", "援助")],
)
def test_a_gap_between_words_changes_nothing(
    index: sqlite3.Connection, first: str, second: str, gap: str
) -> None:
    assert _finds(index, first + gap + second, first + second)
    assert _finds(index, first + second, first + gap + second)


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("အကူအညီ လိုပါသလား", "အကူအညီ။"),
        ("ជំនួយបន្ទាន់", "ជំនួយ។"),
        ("المحامي في المدينة", "محامي"),
        ("محامون للعمال", "العمال"),
    ],
)
def test_full_stops_and_articles_do_not_count(
    index: sqlite3.Connection, text: str, query: str
) -> None:
    assert _finds(index, text, query)


@given(st.permutations("\u0e35\u0e48"), st.permutations("\u1036\u102f\u1037"))
def test_signs_of_one_letter_have_no_order(thai: list[str], burmese: list[str]) -> None:
    assert words("ท" + "".join(thai)) == words("ที่")
    assert words("ရ" + "".join(burmese)) == words("ရ\u102f\u1036\u1037")


SYLLABLES = ["ស្ត្រី", "កើ", "ព\u17c1\u17b6ះ", "น้ำ", "เเ", "ນ້ຳ", "ကျွန်", "ရုံး", "၀", "ဘ", "။"]
LETTERS = ["ال", "لل", "و", "عمل", "ة", "ẞ", "İ", "é", "đ", "12", "၁", "'", " "]


@given(st.lists(st.sampled_from(SYLLABLES + LETTERS)).map("".join))
def test_words_read_again_are_the_same_words(text: str) -> None:
    """Words without noise go back to the search, which takes them apart once more."""
    found = words(text)
    assert [words(each) for each in found] == [[each] for each in found]
