"""Lists by answers, and pages of the public door, in one process: part of the search benchmark."""

from __future__ import annotations

import gzip
import io
import os
import random
import sqlite3
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from statistics import fmean
from time import perf_counter
from typing import Any
from urllib.parse import urlencode
from wsgiref.util import setup_testing_defaults

import django
import orjson
from django.core.wsgi import get_wsgi_application
from django.template import Context, Engine

from bench.search.peers import edition_file
from bench.search.queries import Query, queries
from bench.search.rows import SEED
from bench.times import Times, timed
from suluh.directory.domain.eligibility import QUESTIONS, Answer
from suluh.directory.edition.finding import Wanted
from suluh.directory.edition.reader import Edition, open_edition

READERS = 60  # combinations of answers, kind and place
PAGE = 12  # services, as on a page of the door
ROUNDS = 20  # pages of a sort in a language, each another one
LANGUAGES = ("en", "km", "ar")
_WORDS = {"en": "English", "km": "Khmer", "ar": "Arabic"}

# ---- lists by answers --------------------------------------------------------------------------


def lists(folder: Path) -> dict[str, Times]:
    """The edition's way (counts made beforehand, tiers from an index), and counting and sorting."""
    edition = open_edition(edition_file(folder))
    database = sqlite3.connect(f"{edition_file(folder).as_uri()}?mode=ro&immutable=1", uri=True)
    wanted = list(_readers(edition))
    return {
        "Suluh edition": timed(lambda each: edition.find(each, limit=PAGE), wanted),
        "count and sort in SQL": timed(lambda each: _sorted(database, each), wanted),
    }


def _readers(edition: Edition) -> Iterator[Wanted]:
    """Up to four answers; half ask for a kind of help, half for a place."""
    draw = random.Random(SEED)  # noqa: S311 - the same at every run
    kinds = [group.term.code for group in edition.types()]
    areas = [group.term.code for group in edition.areas()]
    for _ in range(READERS):
        asked = draw.sample(tuple(QUESTIONS.values()), draw.randint(1, 4))
        yield Wanted(
            answers=frozenset(draw.choice(choices) for choices in asked),
            type_code=draw.choice((draw.choice(kinds), "")),
            area_code=draw.choice((draw.choice(areas), "")),
        )


def _sorted(database: sqlite3.Connection, wanted: Wanted) -> None:
    """The same list over the same numbers of eligibility, as one would write it first."""
    mask = sum(wanted.said)
    joins = "JOIN service_type AS t USING (service)" if wanted.type_code else ""
    joins += " JOIN service_area AS a USING (service)" if wanted.area_code else ""
    where = f"f.refuses & {mask} = 0" + (" AND t.type = :type" if wanted.type_code else "")
    where += " AND a.area = :area" if wanted.area_code else ""
    source = f"fitting AS f {joins} WHERE {where}"
    codes = {"type": wanted.type_code, "area": wanted.area_code}
    questions = " + ".join(f"(f.asks & {bit} != 0)" for bit in wanted.said)
    database.execute(f"SELECT COUNT(*) FROM {source}", codes).fetchone()  # noqa: S608
    rows = database.execute(
        f"SELECT record FROM service WHERE id IN (SELECT service FROM {source}"  # noqa: S608
        f" ORDER BY {questions}, {'a.wide, ' if wanted.area_code else ''}service LIMIT {PAGE})",
        codes,
    )
    for (record,) in rows:
        orjson.loads(record)


# ---- pages -------------------------------------------------------------------------------------

_PEER = "bare template, 12 services"
_BARE = """<!doctype html><title>Services</title>{% for each in services %}<h2>{{ each.name }}</h2>
<p>{{ each.text }}</p><p>{{ each.cost }} · {{ each.hours }} · {{ each.phone }}</p>{% endfor %}"""


class Door:
    """The public door's application, called as a server calls it."""

    def __init__(self, folder: Path) -> None:
        os.environ["SULUH_HOME"] = str(folder)
        os.environ["DJANGO_SETTINGS_MODULE"] = "suluh.config.settings.public"
        django.setup()
        self._application = get_wsgi_application()

    def get(self, path: str) -> bytes:
        """The page, packed. Raises AssertionError when there is none."""
        status, _headers, body = self._call("GET", path)
        assert status == "200 OK", f"{path}: {status}"
        return body

    def post(self, path: str, **form: str) -> str:
        """The address to which the answer to a form leads."""
        status, headers, _body = self._call("POST", path, urlencode(form).encode())
        assert status.startswith("303"), f"{path}: {status}"
        return headers["Location"]

    def _call(self, method: str, path: str, body: bytes = b"") -> tuple[str, dict[str, str], bytes]:
        environ: dict[str, Any] = {
            "REQUEST_METHOD": method,
            "PATH_INFO": path,
            "HTTP_HOST": "localhost",
            "HTTP_ACCEPT_ENCODING": "gzip",
            "CONTENT_TYPE": "application/x-www-form-urlencoded",
            "CONTENT_LENGTH": str(len(body)),
            "wsgi.input": io.BytesIO(body),
        }
        setup_testing_defaults(environ)
        said: list[Any] = []

        def start(status: str, headers: list[tuple[str, str]], _error: Any = None, /) -> Any:
            said.extend((status, dict(headers)))

        answer = self._application(environ, start)
        content = b"".join(answer)
        answer.close()
        return said[0], said[1], content


def pages(folder: Path) -> tuple[float, dict[tuple[str, str], Times]]:
    """Seconds of the first page of all, and (page, language) -> times.

    The peer is a template that knows none of our rules.
    """
    door = Door(folder)
    started = perf_counter()
    door.get("/en/")
    first = perf_counter() - started
    edition = open_edition(edition_file(folder))
    found: dict[tuple[str, str], Times] = {}
    for language in LANGUAGES:
        for name, read in _sorts(door, edition, language).items():
            read(0)  # templates are read from disk with the first page of a sort
            found[name, language] = timed(read, range(ROUNDS))
        found[_PEER, language] = timed(_bare_page(folder, language), range(ROUNDS))
    return first, found


def _sorts(door: Door, edition: Edition, language: str) -> dict[str, Callable[[int], object]]:
    """What a reader may do, each with the number of a round, so that no page comes twice."""
    kinds, areas = edition.types(), edition.areas()
    words = [each.typed for each in queries() if _plainly(each, language)]
    codes = [each.code for each in edition.find(Wanted(), start=500, limit=ROUNDS).services]
    answers = [_form(wanted) for wanted in islice(_readers(edition), ROUNDS)]

    def one(groups: Any, turn: int) -> str:
        code: str = groups[turn * 7 % len(groups)].code
        return code

    home = f"/{language}/"
    return {
        "home": lambda turn: door.get(home),
        "kinds of help": lambda turn: door.get(f"{home}k"),
        "one kind": lambda turn: door.get(f"{home}n/{one(kinds, turn)}"),
        "one kind in one place": lambda turn: door.get(
            f"{home}b/{one(kinds, turn)}/{one(areas, turn)}"
        ),
        "what can I use? (form)": lambda turn: door.get(f"{home}w"),
        "  posted, and its results": lambda turn: door.get(
            door.post(f"{home}w", **answers[turn], kind=one(kinds, turn) if turn % 2 else "")
        ),
        "words, posted, and results": lambda turn: door.get(
            door.post(f"{home}f", words=words[turn % len(words)])
        ),
        "a service": lambda turn: door.get(f"{home}s/{codes[turn]}"),
    }


def _plainly(query: Query, language: str) -> bool:
    return query.group == _WORDS[language]


def _form(wanted: Wanted) -> dict[str, str]:
    return {name: answer.value for name, answer in _named(wanted.answers)}


def _named(answers: frozenset[Answer]) -> Iterator[tuple[str, Answer]]:
    for name, choices in QUESTIONS.items():
        yield from ((name, answer) for answer in choices if answer in answers)


def _bare_page(folder: Path, language: str) -> Callable[[int], bytes]:
    """Twelve services read, rendered and packed: no rules, no vocabularies, no requests."""
    database = sqlite3.connect(f"{edition_file(folder).as_uri()}?mode=ro&immutable=1", uri=True)
    template = Engine().from_string(_BARE)

    def render(turn: int) -> bytes:
        rows = database.execute(
            "SELECT record FROM service WHERE id > ? LIMIT ?", (turn * 97, PAGE)
        )
        found = [_plain(orjson.loads(record), language) for (record,) in rows]
        return gzip.compress(template.render(Context({"services": found})).encode(), 6)

    return render


def _plain(record: dict[str, Any], language: str) -> dict[str, str]:
    values = record["values"]
    name, text = values["name"], values["what_you_get"]
    return {
        "name": name.get(language) or next(iter(name.values())),
        "text": text.get(language) or next(iter(text.values())),
        "cost": values.get("cost", ""),
        "hours": values.get("hours", ""),
        "phone": record["contacts"][0]["value"],
    }


def print_lists(times: dict[str, Times]) -> None:
    print(f"Lists of {PAGE} services by answers, kind and place, {READERS} readers, in ms")
    print(f"{'':30}{'p50':>8}{'p95':>8}{'max':>8}{'CPU p50':>10}{'CPU p95':>10}")
    for name, each in times.items():
        cells = "".join(f"{each.ms(percent):8.1f}" for percent in (50, 95, 100))
        print(f"{name:30}{cells}{each.cpu(50):10.1f}{each.cpu(95):10.1f}")


def print_pages(first: float, times: dict[tuple[str, str], Times]) -> None:
    print(f"First page of all, which opens and checks the edition: {first:.2f} s")
    print("Pages of one process, packed with gzip (aim: 30 ms): ms mean / p95, CPU mean")
    print(f"{'':30}" + "".join(f"{_WORDS[language]:^26}" for language in LANGUAGES))
    for name in dict.fromkeys(name for name, _language in times):
        found = [times[name, language] for language in LANGUAGES]
        cells = (f"{each.mean:9.1f} /{each.ms(95):6.1f} {each.cpu_mean:6.1f}" for each in found)
        print(f"{name:30}" + "".join(f"{cell:26}" for cell in cells))
    ours = [each for (name, _), each in times.items() if name != _PEER]
    mean, computed = fmean(each.mean for each in ours), fmean(each.cpu_mean for each in ours)
    print(f"All our pages: {mean:.1f} ms, {1000 / mean:.0f} pages a second;", end=" ")
    print(f"of processor {computed:.1f} ms, {1000 / computed:.0f} pages a second")
