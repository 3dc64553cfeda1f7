"""Pictures of every kind of page of the public door, for people to look at. Not a test.

    python -m tests.browser.pictures FOLDER [--home SULUH_HOME]

Each page in English, Khmer and Arabic, 360 and 1280 pixels wide; the first page, results and a
service in the dark too. Of the sample edition, or with --home of the edition published there.
FOLDER is outside the repository; without it, they go to the system's folder for temporary files.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page

from tests.browser.chromium import launch, playwright, served
from tests.browser.reader import ASKED, NOBODY_TAKES, SHOWN, look_for, phone, write_edition

ROOT = Path(__file__).parents[2]
WIDTHS = {360: 740, 1280: 800}  # pixels wide: pixels high at least
IN_THE_DARK = ("home", "results", "service")
FIXED = {
    "home": "", "ask": "w", "words": "f", "kinds": "k", "places": "p", "safety": "h",
    "notice": "nowhere", "old-address": "q/b64",
}  # fmt: skip


def main(arguments: Sequence[str] | None = None) -> int:
    """Take the pictures and say where they are. Returns 2 for a folder inside the repository."""
    args = _parser().parse_args(arguments)
    folder = args.folder.resolve()
    if folder.is_relative_to(ROOT):
        print("Pictures stay out of the repository. Name another folder.", file=sys.stderr)
        return 2
    folder.mkdir(parents=True, exist_ok=True)
    with (
        _home(args.home) as home,
        served("door", home=home) as door,
        playwright() as started,
        launch(started) as browser,
    ):
        taken = sum(_in_language(browser, door, folder, language) for language in SHOWN)
    print(f"{taken} pictures in {folder}")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.browser.pictures", description=__doc__)
    default = Path(tempfile.gettempdir()) / "suluh-pictures"
    parser.add_argument("folder", type=Path, nargs="?", default=default)
    parser.add_argument("--home", type=Path, help="SULUH_HOME with a published edition")
    return parser


@contextmanager
def _home(given: Path | None) -> Iterator[Path]:
    """The home that was named, else one with the sample edition that goes away afterwards."""
    if given:
        yield given
        return
    with tempfile.TemporaryDirectory(prefix="suluh-pictures-home-") as made:
        write_edition(Path(made))
        yield Path(made)


def _in_language(browser: Browser, door: str, folder: Path, language: str) -> int:
    """Every page at every width; gives the number of pictures."""
    taken = 0
    with phone(browser, language) as context:
        page = context.new_page()
        for name in _pages(page, f"{door}/{language}"):
            for width, height in WIDTHS.items():
                _make_room(page, width, height)
                taken += _take(page, folder / f"{name}-{language}-{width}.png")
                if name in IN_THE_DARK:
                    page.emulate_media(color_scheme="dark")
                    taken += _take(page, folder / f"{name}-{language}-{width}-dark.png")
                    page.emulate_media(color_scheme="light")
    return taken


def _make_room(page: Page, width: int, height: int) -> None:
    """A window as high as the page, so that the fixed way out covers nothing."""
    page.set_viewport_size({"width": width, "height": height})
    whole: int = page.evaluate("document.documentElement.scrollHeight")
    page.set_viewport_size({"width": width, "height": max(whole, height)})


def _take(page: Page, path: Path) -> int:
    page.screenshot(path=path)
    return 1


def _pages(page: Page, start: str) -> Iterator[str]:
    """Visit one page of each kind; gives the name of its pictures. Of any edition."""
    for name, rest in FIXED.items():
        page.goto(f"{start}/{rest}")
        yield name
    yield from _parts(page, start)
    page.goto(f"{start}/p")
    page.locator("main .rows a").last.click()
    yield "list"
    page.locator("a[href*='/print/']").click()
    yield "paper"
    page.goto(f"{start}/f")
    look_for(page, "zebra")
    yield "words-not-found"
    yield from _results_and_service(page, start)


def _parts(page: Page, start: str) -> Iterator[str]:
    page.goto(f"{start}/")
    links = page.locator("main a[href*='/i/']").all()
    for number, url in enumerate([str(link.get_attribute("href")) for link in links], start=1):
        page.goto(start.rpartition("/")[0] + url)
        yield f"part-{number}"


def _results_and_service(page: Page, start: str) -> Iterator[str]:
    """Of the first kind of help among the tiles: a place to sleep, where an edition has one."""
    for name, answers in {"results-few": NOBODY_TAKES, "results": ASKED}.items():
        page.goto(f"{start}/")
        kind = str(page.locator(".tiles a").first.get_attribute("href")).rpartition("/")[2]
        page.goto(f"{start}/w/n/{kind}")
        for question, answer in answers.items():
            page.locator(f"input[name={question}][value={answer}]").check()
        if name == "results":
            yield "answers"
        page.locator("form.ask button").click()
        page.wait_for_url("**/q/*")
        yield name
    page.locator("li.card a").first.click()
    page.wait_for_url("**/s/*")
    yield "service"
    for summary in page.locator("main details:not([open]) > summary").all()[::-1]:
        summary.click()
    yield "service-unfolded"
    page.locator("button[value=closed]").click()
    page.locator("form[role=search], main h1").first.wait_for()
    yield "thanks"


if __name__ == "__main__":
    raise SystemExit(main())
