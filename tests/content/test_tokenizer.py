"""The search tokenizer: finds in every script, and lets no query language through."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing

import pytest
from hypothesis import given
from hypothesis import strategies as st

from suluh.content.tokenizer import index_text, match_expression, tokens

KHMER = "ប្រាប់ថាអ្នកត្រូវការកន្លែងដេក"
THAI = "บ้านพักฉุกเฉินสำหรับผู้หญิง"
LAO = "ສະຖານທີ່ປອດໄພ"
BURMESE = "အကူအညီလိုအပ်ပါသလား"
SCRIPTS = st.text(alphabet=KHMER + THAI + LAO + BURMESE + '法律援助tư vấn مساعدة ё ß İ ١٢ 4-*"()^:')


@pytest.fixture(scope="module")
def index() -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(":memory:")) as database:
        database.execute(
            "CREATE VIRTUAL TABLE words USING fts5(text, tokenize=\"ascii tokenchars '_'\")"
        )
        yield database


def _finds(index: sqlite3.Connection, text: str, query: str) -> bool:
    index.execute("DELETE FROM words")
    index.execute("INSERT INTO words VALUES (?)", (index_text(text),))
    wanted = match_expression(query)
    return bool(wanted) and bool(
        index.execute("SELECT 1 FROM words WHERE words MATCH ?", (wanted,)).fetchone()
    )


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("Trung tâm tư vấn pháp luật", "tu van"),
        ("Trung tâm tư vấn pháp luật", "TƯ VẤN"),
        ("Đường dây nóng", "duong day"),
        ("中国法律援助中心", "法律"),
        ("中国法律援助中心", "心"),
        ("中国法律援助中心", "法"),
        (KHMER, "កន្លែងដេក"),
        (KHMER, "ត្រូវការ កន្លែង"),
        ("អ្នក ត្រូវការ កន្លែង", "អ្នកត្រូវការកន្លែង"),
        ("អ្នក\u200bត្រូវការ", "អ្នកត្រូវការ"),
        (THAI, "ฉุกเฉิน"),
        (LAO, "ປອດໄພ"),
        (BURMESE, "အညီ"),
        ("مُساعَدة قانونية", "مساعده"),
        ("الأمان في المستشفى", "الامان المستشفي"),
        ("Ёлка и приют", "елка приют"),
        ("Café Łódź, Straße 12", "cafe lodz strasse 12"),
        ("ទូរស័ព្ទ ១២៨០", "1280"),
        ("Help for workers", "worker"),
        ("A don't-ask line", "don't"),
    ],
)
def test_a_word_is_found_however_it_is_typed(
    index: sqlite3.Connection, text: str, query: str
) -> None:
    assert _finds(index, text, query)


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("Mental health", "men"),
        ("中国法律援助中心", "中心法"),
        (KHMER, "កន្លែងចត"),
        ("Lawyer for workers", "lawyer doctor"),
        ("Doctor", ""),
        ("Doctor", '" * ^ ( )'),
    ],
)
def test_what_is_not_there_is_not_found(index: sqlite3.Connection, text: str, query: str) -> None:
    assert not _finds(index, text, query)


@pytest.mark.parametrize(
    "query", ['a" OR "b', "near(a b)", "text:a", "-a", "a*", "^a", "a AND NOT b"]
)
def test_operators_are_only_words(index: sqlite3.Connection, query: str) -> None:
    assert not _finds(index, "nothing of the kind", query)
    assert _finds(index, f"before {query} after", query)


@given(st.text() | SCRIPTS)
def test_a_token_holds_only_letters_that_fts5_takes_as_they_are(text: str) -> None:
    assert all(re.fullmatch(r"[a-z0-9]+|_[0-9a-f]+", token) for token in tokens(text))


@given(st.text() | SCRIPTS)
def test_a_query_is_quoted_words_joined_by_and(query: str) -> None:
    """What may be Zawgyi is asked twice."""
    phrase = r'"[a-z0-9_]+(?: [a-z0-9_]+)*"\*?'
    every_word = rf"{phrase}(?: AND {phrase})*"
    assert re.fullmatch(
        rf"(?:{every_word}|\({every_word}\) OR \({every_word}\))?", match_expression(query)
    )


@given(text=st.text() | SCRIPTS)
def test_a_text_finds_itself(index: sqlite3.Connection, text: str) -> None:
    assert _finds(index, text, text) == bool(match_expression(text))


@given(st.text(alphabet="aBzĐđÉéưВтÉ ß9"))
def test_capitals_change_nothing(text: str) -> None:
    assert tokens(text) == tokens(text.swapcase())


def test_an_endless_query_is_cut() -> None:
    assert len(match_expression("ab " * 10_000)) <= len('"ab"')
    assert len(match_expression(THAI * 10_000)) < 3_000
