"""A reader of the public door: what they hold, what they press, and one page of each kind.

Words are read from the door's own catalogues, so that a better translation breaks no test.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from gettext import translation
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page, Route

from suluh import door as room
from suluh.directory.edition.contents import PublicService
from suluh.door.document import WEATHER
from suluh.kernel.languages import pick
from tests.door.sample import BY_KEY, SERVICES, service, vocabularies, with_values, write_sample

SHOWN = ("en", "km", "ar")  # a script of each kind: Latin, tall and without spaces, right to left
LOCALE = Path(room.__file__).parent / "locale"
HOUSE = f"s/{BY_KEY['lamp-house'].code}"
PLAIN = {"home": "", "ask": "w", "words": "f", "kinds": "k", "areas": "p", "safety": "h"}
SERVED = ("lamp-house", "workers-hall", "only-khmer", "stale", "noted", "hotline")
ASKED = {"who": "man", "papers": "no_papers"}  # somebody whom many services turn away
ASKED_FOR = "shelter_emergency"
NOBODY_TAKES = {"who": "child", "police": "no_police"}  # of the two shelters of the sample


def write_edition(home: Path) -> None:
    """The sample with a list of two parts, and a service about which everything is known."""
    rooms = (
        service(
            f"room {number}",
            name={"en": f"Harrow Room {number}"},
            types=["medical"],
            areas=["lake-harrow"],
            verified_on="2026-11-12",
            contacts=[{"channel": "phone", "value": f"+44207946{number:04d}"}],
        )
        for number in range(200, 212)
    )
    house = with_values("lamp-house", what_to_expect={"en": "A first talk. Nobody decides yet."})
    known = [house if each.code == house.code else each for each in SERVICES]
    write_sample(home / "published" / "edition.sqlite3", *known, *rooms)


def said(language: str) -> Callable[[str], str]:
    """The door's words for an English message; English where a catalogue has none yet."""
    return translation("django", LOCALE, languages=[language], fallback=True).gettext


def name_in(found: PublicService, language: str) -> str:
    return pick(found.values["name"], language)


def kind_in(code: str, language: str) -> str:
    """The label of a kind of help."""
    types = next(each for each in vocabularies() if each.name == "service_types")
    return pick(dict(types.terms[code].labels), language)


def phone(browser: Browser, language: str = "en", **options: object) -> BrowserContext:
    """A small phone; every page outside the door is an empty one that says where it is."""
    settings = {"viewport": {"width": 360, "height": 740}, "locale": language, **options}
    context = browser.new_context(**settings)  # type: ignore[arg-type]
    context.set_default_timeout(15_000)

    def outside(route: Route) -> None:
        route.fulfill(status=200, content_type="text/html", body="<title>Elsewhere</title>")

    context.route("https://**", outside)
    return context


def ask(page: Page, language: str, kind: str = "", **answers: str) -> None:
    """Answer on "What can I use?", where the reader stands, and come to the results."""
    if kind:
        page.locator("#kind").select_option(label=kind_in(kind, language))
    for question, answer in answers.items():
        page.locator(f"input[name={question}][value={answer}]").check()
    page.locator("form.ask button").click()
    page.wait_for_url("**/q/*")


def look_for(page: Page, words: str) -> None:
    """Type words where the reader stands, and come to the results."""
    page.locator("#words").fill(words)
    page.keyboard.press("Enter")
    page.wait_for_url("**/q/*")


def leave(page: Page) -> None:
    page.locator("[data-leave]").click()
    page.wait_for_url(WEATHER)


def every_page(page: Page, door: str, language: str) -> Iterator[str]:
    """Visit one page of each kind, as a reader comes to it; gives its name each time."""
    start = f"{door}/{language}"
    for name, rest in PLAIN.items():
        page.goto(f"{start}/{rest}")
        yield name
    yield from _services(page, start)
    yield from _lists(page, start)
    yield from _parts(page, start)
    yield from _results(page, start, language)
    for name, rest in {"notice": "nowhere", "old address": "q/b64", "old answers": "w/b64"}.items():
        page.goto(f"{start}/{rest}")
        yield name


def _services(page: Page, start: str) -> Iterator[str]:
    for key in SERVED:
        page.goto(f"{start}/s/{BY_KEY[key].code}")
        _unfold(page)
        yield f"service {key}"
    page.locator("button[value=closed]").click()
    page.locator("form[role=search], main h1").first.wait_for()
    yield "thanks"


def _unfold(page: Page) -> None:
    for summary in page.locator("details:not([open]) > summary").all()[::-1]:
        summary.click()  # the last first: an opened one is no longer among them


def _lists(page: Page, start: str) -> Iterator[str]:
    for listed in ("k", "p"):
        page.goto(f"{start}/{listed}")
        page.locator("main .rows a").nth(1).click()
        page.locator("details.narrow-list summary").click()
        yield f"list from {listed}"
    page.locator("a[href*='/print/']").click()
    page.wait_for_url("**/print/*")
    yield "print"
    page.goto(f"{start}/k")
    page.locator("main .rows li", has_text="14").locator("a").click()  # doctors: two parts
    page.locator("nav.parts a").click()
    page.wait_for_url("**/2")
    yield "second part of a list"


def _parts(page: Page, start: str) -> Iterator[str]:
    page.goto(f"{start}/")
    links = page.locator("main a[href*='/i/']")
    for url in [link.get_attribute("href") for link in links.all()]:
        page.goto(start.rpartition("/")[0] + str(url))
        yield f"part {url}"


def _results(page: Page, start: str, language: str) -> Iterator[str]:
    page.goto(f"{start}/w")
    ask(page, language, ASKED_FOR, **ASKED)
    yield "results"
    show_anyway(page)
    yield "results shown anyway"
    page.goto(f"{start}/w")
    ask(page, language, ASKED_FOR, **NOBODY_TAKES)
    yield "nothing fits"
    page.goto(f"{start}/f")
    look_for(page, "lamp")
    yield "words found"
    page.locator("a[href*='/w/']").click()
    page.wait_for_url("**/w/*")
    yield "answers changed"
    page.goto(f"{start}/f")
    look_for(page, "zebra")
    yield "words not found"


def show_anyway(page: Page) -> None:
    """Press the link below the results that shows also what does not fit."""
    before = page.url
    page.locator("main section > p > a.link[href*='/q/']").click()
    page.wait_for_url(lambda url: url != before)
