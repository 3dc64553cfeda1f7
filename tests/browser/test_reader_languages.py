"""Every kind of page in Latin, Khmer and Arabic: for eyes, ears, thumbs and keys of every kind."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Playwright, ViewportSize, expect

from suluh.kernel.languages import LANGUAGES
from tests.browser.chromium import launch
from tests.browser.reader import (
    ASKED,
    ASKED_FOR,
    HOUSE,
    SHOWN,
    ask,
    every_page,
    phone,
    said,
)

pytestmark = pytest.mark.browser

IN_EACH_SCRIPT = pytest.mark.parametrize("language", SHOWN)
STANDARDS = ["wcag2a", "wcag2aa", "wcag2aaa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
COLOURS = ["cat.color"]  # all that differs in the dark: the style changes nothing else
SMALL: ViewportSize = {"width": 320, "height": 640}
SIZES: list[ViewportSize] = [
    SMALL,
    {"width": 320, "height": 200},  # 1280 by 800 at 400 %
    {"width": 1280, "height": 800},
]
# WCAG 2.2, success criterion 1.4.12
SPACING = """* { line-height: 1.5 !important; letter-spacing: .12em !important;
word-spacing: .16em !important } p { margin-block-end: 2em !important }"""


def _axe(page: Page, where: str, tags: list[str]) -> None:
    # Nothing to load beforehand: a page of the door is whole in itself.
    options = {"runOnly": tags, "resultTypes": ["violations"], "preload": False}
    found = Axe().run(page, options=options)
    assert found.violations_count == 0, f"{where}: {found.generate_report()}"


@IN_EACH_SCRIPT
def test_axe_finds_nothing(browser: Browser, door: str, language: str) -> None:
    with phone(browser, language, bypass_csp=True) as context:
        page = context.new_page()
        for where in every_page(page, door, language):
            page.emulate_media(color_scheme="light")
            _axe(page, f"{where}, light", STANDARDS)
            page.emulate_media(color_scheme="dark")
            _axe(page, f"{where}, dark", COLOURS)


def _fits(page: Page, where: str, size: ViewportSize) -> None:
    """Nothing has to be scrolled sideways, and the way out is whole and leaves room to read."""
    page.set_viewport_size(size)
    wide = page.evaluate("document.documentElement.scrollWidth")
    assert wide <= size["width"], f"{where} is {wide} wide at {size}"
    bar = page.locator(".leave").bounding_box()
    out = page.locator("[data-leave]").bounding_box()
    assert bar
    assert out
    assert bar["height"] <= size["height"] / 3, f"{where}: way out at {size}"
    assert out["x"] >= 0, f"{where}: way out at {size}"
    assert out["x"] + out["width"] <= size["width"], f"{where}: way out at {size}"


def _fits_everywhere(page: Page, where: str) -> None:
    for size in SIZES:
        _fits(page, where, size)
    spacing = page.add_style_tag(content=SPACING)
    _fits(page, f"{where}, wide spacing", SMALL)
    spacing.evaluate("style => style.remove()")


@IN_EACH_SCRIPT
def test_nothing_runs_out_of_the_screen(browser: Browser, door: str, language: str) -> None:
    with phone(browser, language, bypass_csp=True) as context:
        page = context.new_page()
        for where in every_page(page, door, language):
            _fits_everywhere(page, where)


@pytest.mark.parametrize("language", sorted(set(LANGUAGES) - set(SHOWN)))
def test_the_first_pages_fit_in_every_other_language(
    browser: Browser, door: str, language: str
) -> None:
    with phone(browser, language, bypass_csp=True) as context:
        page = context.new_page()
        for rest in ("", "w", HOUSE):
            page.goto(f"{door}/{language}/{rest}")
            _fits_everywhere(page, f"/{rest}")


def test_nothing_runs_out_when_letters_are_twice_as_large(started: Playwright, door: str) -> None:
    with launch(started, "--blink-settings=defaultFontSize=32") as large:
        for language in SHOWN:
            with phone(large, language) as context:
                page = context.new_page()
                for where in every_page(page, door, language):
                    _fits(page, where, {"width": 360, "height": 740})


def test_arabic_runs_from_the_right_and_numbers_do_not(browser: Browser, door: str) -> None:
    with phone(browser, "ar") as context:
        page = context.new_page()
        page.goto(f"{door}/ar/")
        style = "(e, name) => getComputedStyle(e)[name]"
        assert page.locator("body").evaluate(style, "direction") == "rtl"
        chevron = page.locator(".rows .icon-turns").first
        assert chevron.evaluate(style, "transform") == "matrix(-1, 0, 0, 1, 0, 0)"
        words = chevron.locator("xpath=preceding-sibling::span").bounding_box()
        arrow = chevron.bounding_box()
        assert words
        assert arrow
        assert arrow["x"] < words["x"]
        page.goto(f"{door}/ar/{HOUSE}")
        _require_numbers_from_left_to_right(page)


def _require_numbers_from_left_to_right(page: Page) -> None:
    """Each number is set apart with its direction, and its first digits stand at the left."""
    loose = """() => {
      const texts = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
      const found = [];
      while (texts.nextNode()) {
        const text = texts.currentNode;
        if (/\\+[0-9]{2} /.test(text.data) && !text.parentElement.closest("bdi[dir=ltr]"))
          found.push(text.data);
      }
      return found;
    }"""
    assert page.evaluate(loose) == []
    ends = """e => {
      const at = (start, end) => {
        const range = document.createRange();
        range.setStart(e.firstChild, start);
        range.setEnd(e.firstChild, end);
        return range.getBoundingClientRect().x;
      };
      return [at(0, 1), at(e.textContent.length - 1, e.textContent.length)];
    }"""
    numbers = page.locator(".number bdi[dir=ltr]").all()
    assert len(numbers) == 2
    for number in numbers:
        first, last = number.evaluate(ends)
        assert first < last


READ_IN_THIS_ORDER = (
    "What you get", "Who can use it", "How to get it", "What to expect", "What it costs",
    "Who will be told", "What it asks of you", "How to reach them", "Opening hours",
)  # fmt: skip


@IN_EACH_SCRIPT
def test_a_service_is_read_aloud_in_the_order_one_needs_it(
    browser: Browser, door: str, language: str
) -> None:
    with phone(browser, language) as context:
        page = context.new_page()
        page.goto(f"{door}/{language}/{HOUSE}")
        heard = page.locator("main").aria_snapshot()
        headings = re.findall(r'- heading "(.+?)" \[level=2\]', heard)
        assert headings == [said(language)(words) for words in READ_IN_THIS_ORDER]
        whole = page.locator("body").aria_snapshot()
        first = re.search(r'- link "(.+?)"', whole)
        assert first
        assert first[1] == said(language)("Leave this page")


def _tab_through(page: Page) -> list[dict[str, Any]]:
    """Where the tab key stops until it begins anew: what it is, and where in the form."""
    where = """() => {
      const e = document.activeElement, form = e.closest("form");
      return {leave: "leave" in e.dataset, name: e.name || "",
              top: form ? e.getBoundingClientRect().top + scrollY : null};
    }"""
    found: list[dict[str, Any]] = []
    for _stop in range(40):
        page.keyboard.press("Tab")
        stop: dict[str, Any] = page.evaluate(where)
        if found and stop["leave"]:
            break
        found.append(stop)
    return found


@IN_EACH_SCRIPT
def test_the_tab_key_reaches_the_way_out_first_and_then_every_question_in_order(
    browser: Browser, door: str, language: str
) -> None:
    with phone(browser, language) as context:
        page = context.new_page()
        page.goto(f"{door}/{language}/w")
        asked = page.locator("form.ask :is(select, input, button)")
        names = asked.evaluate_all("found => found.map(e => e.name)")
        found = _tab_through(page)
        assert [stop["leave"] for stop in found[:2]] == [True, False]
        inside = [stop for stop in found if stop["top"] is not None]
        assert [stop["name"] for stop in inside] == list(dict.fromkeys(names))
        tops = [stop["top"] for stop in inside]
        assert tops == sorted(tops)


def test_the_way_out_is_pressed_with_a_key(browser: Browser, door: str) -> None:
    with phone(browser) as context:
        page = context.new_page()
        page.goto(f"{door}/en/{HOUSE}")
        page.keyboard.press("Tab")
        expect(page.locator("[data-leave]")).to_be_focused()
        page.keyboard.press("Enter")
        page.wait_for_url("https://**")


def test_answers_are_chosen_with_arrows_and_sent_with_enter(browser: Browser, door: str) -> None:
    with phone(browser) as context:
        page = context.new_page()
        page.goto(f"{door}/en/w")
        page.locator("#area").focus()
        page.keyboard.press("Tab")
        page.keyboard.press("ArrowDown")
        expect(page.get_by_label("A man", exact=True)).to_be_checked()
        page.keyboard.press("Tab")
        page.keyboard.press("Space")
        expect(page.get_by_label("I have no papers")).to_be_checked()
        page.keyboard.press("Enter")
        page.wait_for_url("**/q/*")
        expect(page.locator(".said li")).to_have_text(["Man", "No papers"])


def test_what_has_focus_is_never_under_the_way_out(browser: Browser, door: str) -> None:
    covered = """() => {
      const bar = document.querySelector(".leave"), e = document.activeElement;
      if (bar.contains(e)) return false;
      return e.getBoundingClientRect().top >= bar.getBoundingClientRect().top;
    }"""
    with phone(browser) as context:
        page = context.new_page()
        for rest in ("", "w", HOUSE):
            page.goto(f"{door}/en/{rest}")
            for stop in range(30):
                page.keyboard.press("Tab")
                assert not page.evaluate(covered), f"/{rest}, stop {stop}"


# Edges that can be seen: a border or an outline of a pixel or more, in a colour of its own.
EDGES = """e => {
  const style = getComputedStyle(e), ground = getComputedStyle(document.body).backgroundColor;
  const edge = side => style[`border${side}Style`] !== "none"
    && parseFloat(style[`border${side}Width`]) >= 1 && style[`border${side}Color`] !== ground;
  return ["Top", "Right", "Bottom", "Left"].filter(edge);
}"""
AROUND = ["Top", "Right", "Bottom", "Left"]


def test_forced_colours_leave_an_edge_around_what_can_be_pressed(
    browser: Browser, door: str
) -> None:
    with phone(browser, forced_colors="active") as context:
        page = context.new_page()
        edges: Callable[[str], list[str]] = lambda what: page.locator(what).first.evaluate(EDGES)  # noqa: E731
        page.goto(f"{door}/en/w")
        assert edges("[data-leave]") == AROUND
        assert edges("form.ask .button") == AROUND
        assert edges("#kind") == AROUND
        page.get_by_label("A man", exact=True).check()
        assert edges("label.choice:has(:checked)") == AROUND[1:]  # the row before has the fourth
        ask(page, "en", ASKED_FOR, **ASKED)
        assert edges("li.card") == AROUND
        page.goto(f"{door}/en/")
        assert edges(".tiles a") == AROUND
        page.goto(f"{door}/en/{HOUSE}")
        assert edges(".way summary.button.main") == AROUND
        page.keyboard.press("Tab")
        outline = page.locator("[data-leave]").evaluate("e => getComputedStyle(e).outlineStyle")
        assert outline == "solid"
