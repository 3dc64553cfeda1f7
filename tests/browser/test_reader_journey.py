"""A reader looks for a place to sleep, opens it, and leaves quickly: with and without scripts."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, Route, expect

from suluh.door.document import WEATHER
from tests.browser.chromium import launch, playwright, served
from tests.door.reading import FIXED
from tests.door.sample import BY_KEY, write_sample

pytestmark = pytest.mark.browser

WITH_AND_WITHOUT_SCRIPTS = pytest.mark.parametrize("scripts", [True, False])
HOUSE = f"s/{BY_KEY['lamp-house'].code}"


@pytest.fixture(scope="module")
def started() -> Iterator[Playwright]:
    with playwright() as running:
        yield running


@pytest.fixture(scope="module")
def browser(started: Playwright) -> Iterator[Browser]:
    with launch(started) as launched:
        yield launched


@pytest.fixture(scope="module")
def door(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    home: Path = tmp_path_factory.mktemp("home")
    write_sample(home / "published" / "edition.sqlite3")
    with served("door", home=home) as address:
        yield address


def _phone(browser: Browser, **options: object) -> BrowserContext:
    """A small phone; every page outside the door is an empty one that says where it is."""
    settings = {"viewport": {"width": 360, "height": 740}, "locale": "en-GB", **options}
    context = browser.new_context(**settings)  # type: ignore[arg-type]
    context.set_default_timeout(15_000)

    def outside(route: Route) -> None:
        route.fulfill(status=200, content_type="text/html", body="<title>Elsewhere</title>")

    context.route("https://**", outside)
    return context


def _reach_the_house(page: Page, door: str) -> None:
    page.goto(f"{door}/")
    page.get_by_role("link", name="Safe place now").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Safe place now")
    page.get_by_role("link", name="Harbour Lamp House").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Harbour Lamp House")


@WITH_AND_WITHOUT_SCRIPTS
def test_a_safe_place_is_found_by_need_and_left_at_once(
    browser: Browser, door: str, scripts: bool
) -> None:
    with _phone(browser, java_script_enabled=scripts) as context:
        page = context.new_page()
        _reach_the_house(page, door)
        expect(page.locator("main")).to_contain_text("They tell you where when you call.")
        expect(page.locator("main")).to_contain_text("We could not find out. Ask before you go.")
        page.get_by_role("link", name="Leave this page").click()
        page.wait_for_url(WEATHER)
        page.go_back()
        # With scripts the page of the house is gone from the way back; without, it is still there.
        expected = "Safe place now" if scripts else "Harbour Lamp House"
        expect(page.get_by_role("heading", level=1)).to_have_text(expected)


def test_leaving_hides_the_page_before_the_next_one_comes(browser: Browser, door: str) -> None:
    with _phone(browser) as context:
        page = context.new_page()
        page.goto(f"{door}/en/{HOUSE}")
        page.route(WEATHER, lambda route: route.abort("aborted"))  # the weather never comes
        page.get_by_role("link", name="Leave this page").click(no_wait_after=True)
        expect(page.locator("body")).to_be_hidden()


def test_a_visit_leaves_no_word_and_asks_nobody_else(browser: Browser, door: str) -> None:
    with _phone(browser) as context:
        page = context.new_page()
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        _reach_the_house(page, door)
        page.goto(f"{door}/id/f")
        page.get_by_role("textbox").fill("rumah lampu")
        page.get_by_role("button", name="Cari").click()
        expect(page.locator("main")).to_contain_text("Rumah Lampu Pelabuhan")
        assert {url for url in asked if not url.startswith((door, "data:"))} == set()
        assert [url for url in asked if "rumah" in url or "shelter" in url] == []
        assert context.cookies() == []
        assert page.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]
        assert page.evaluate("navigator.serviceWorker.getRegistrations().then(r => r.length)") == 0
        assert page.title() == "Layanan di dekat Anda"


def test_the_first_stop_of_the_tab_key_is_the_way_out(browser: Browser, door: str) -> None:
    with _phone(browser) as context:
        page = context.new_page()
        page.goto(f"{door}/en/")
        page.keyboard.press("Tab")
        expect(page.locator("[data-leave]")).to_be_focused()
        page.keyboard.press("Enter")
        page.wait_for_url(WEATHER)


@WITH_AND_WITHOUT_SCRIPTS
def test_the_language_is_changed_where_one_stands(
    browser: Browser, door: str, scripts: bool
) -> None:
    with _phone(browser, java_script_enabled=scripts) as context:
        page = context.new_page()
        page.goto(f"{door}/en/{HOUSE}")
        page.locator("header summary").click()
        page.get_by_role("link", name="Bahasa Indonesia").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Rumah Lampu Pelabuhan")


def _every_page(page: Page, door: str) -> Iterator[str]:
    """Visit one page of each kind; the list pages are found as a reader finds them."""
    for rest in [*FIXED.values(), HOUSE, f"s/{BY_KEY['workers-hall'].code}", "nowhere"]:
        page.goto(f"{door}/en/{rest}")
        yield rest
    for listed in ("k", "p"):
        page.goto(f"{door}/en/{listed}")
        page.locator(".rows a").nth(1).click()
        page.locator("details.narrow-list summary").click()
        yield f"results from {listed}"
    page.get_by_role("link", name="This list for paper").click()
    yield "print"
    page.goto(f"{door}/en/f")
    page.get_by_role("textbox").fill("zebra")
    page.keyboard.press("Enter")
    page.get_by_text("It is not your fault.").wait_for()
    yield "nothing found"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(browser: Browser, door: str, scheme: str) -> None:
    options = {
        "runOnly": ["wcag2a", "wcag2aa", "wcag2aaa", "wcag21aa", "wcag22aa", "best-practice"]
    }
    with _phone(browser, color_scheme=scheme, bypass_csp=True) as context:
        page = context.new_page()
        for where in _every_page(page, door):
            results = Axe().run(page, options=options)
            assert results.violations_count == 0, f"{where}: {results.generate_report()}"


def _require_no_sideways_scroll(browser: Browser, door: str, width: int, height: int) -> None:
    with _phone(browser, viewport={"width": width, "height": height}) as context:
        page = context.new_page()
        for where in _every_page(page, door):
            assert page.evaluate("document.documentElement.scrollWidth") <= width, where
            bar = page.locator(".leave").bounding_box()
            assert bar is not None
            assert bar["height"] <= height / 3, where


@pytest.mark.parametrize(("width", "height"), [(320, 640), (320, 200), (1280, 800)])
def test_nothing_runs_out_of_the_screen(
    browser: Browser, door: str, width: int, height: int
) -> None:
    _require_no_sideways_scroll(browser, door, width, height)


def test_nothing_runs_out_of_the_screen_when_letters_are_twice_as_large(
    started: Playwright, door: str
) -> None:
    with launch(started, "--blink-settings=defaultFontSize=32") as large:
        _require_no_sideways_scroll(large, door, 360, 740)


def test_paper_shows_no_button_and_no_second_language(browser: Browser, door: str) -> None:
    with _phone(browser) as context:
        page = context.new_page()
        page.goto(f"{door}/en/{HOUSE}")
        page.emulate_media(media="print")
        for hidden in (".leave", "header details", ".button"):
            expect(page.locator(hidden).first).to_be_hidden()
        expect(page.get_by_text("+44 20 7946 0143")).to_be_visible()
