"""Readers find what they can use, open it and leave quickly: in Khmer, in Arabic, by thumb, by key.

With scripts and without: whatever a page promises, it must keep on the cheapest phone.
"""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from suluh.door.document import WEATHER
from tests.browser.reader import (
    ASKED,
    ASKED_FOR,
    HOUSE,
    ask,
    kind_in,
    leave,
    name_in,
    phone,
    said,
    show_anyway,
)
from tests.door.sample import BY_KEY

pytestmark = pytest.mark.browser

WITH_AND_WITHOUT_SCRIPTS = pytest.mark.parametrize("scripts", [True, False])


def _title(page: Page, words: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(words)


def _card(page: Page, key: str) -> Locator:
    """The card of a service among the results."""
    link = page.locator(f"a[href$='/s/{BY_KEY[key].code}']")
    return page.locator("li.card", has=link)


def _back_without_a_question(page: Page, address: str) -> None:
    """Back opens `address` again, and has no form to send a second time."""
    response = page.go_back()
    assert response is not None
    assert (page.url, response.request.method, response.status) == (address, "GET", 200)


@WITH_AND_WITHOUT_SCRIPTS
def test_a_man_without_papers_finds_a_bed_in_khmer_and_leaves(
    browser: Browser, door: str, scripts: bool
) -> None:
    words = said("km")
    with phone(browser, "km", java_script_enabled=scripts) as context:
        page = context.new_page()
        page.goto(f"{door}/")  # his phone speaks Khmer, and so does the first page
        _title(page, words("What do you need?"))
        page.get_by_role("link", name=words("What can I use?"), exact=True).click()
        _title(page, words("What can I use?"))
        assert page.locator("input:checked").count() == 0
        ask(page, "km", ASKED_FOR, **ASKED)
        _title(page, kind_in(ASKED_FOR, "km"))
        found = page.url
        house = _card(page, "lamp-house")
        expect(house.locator(".fits")).to_contain_text(
            [words("They take:"), words("Any nationality, with or without papers")]
        )
        expect(house.locator(".asks li")).to_contain_text(
            [
                words("Which papers they ask for, we could not find out."),
                words("They keep your phone."),
            ]
        )
        expect(_card(page, "night-room")).to_have_count(0)  # known to take no men
        house.get_by_role("link").click()
        _title(page, name_in(BY_KEY["lamp-house"], "km"))
        leave(page)
        if not scripts:  # then the way out is a plain link, and the page stays behind it
            _back_without_a_question(page, f"{door}/km/{HOUSE}")
        _back_without_a_question(page, found)
        expect(_card(page, "lamp-house")).to_be_visible()


@WITH_AND_WITHOUT_SCRIPTS
def test_a_woman_who_cannot_leave_and_fears_the_police_asks_in_arabic(
    browser: Browser, door: str, scripts: bool
) -> None:
    words = said("ar")
    with phone(browser, "ar", java_script_enabled=scripts) as context:
        page = context.new_page()
        page.goto(f"{door}/")
        expect(page.locator("html")).to_have_attribute("dir", "rtl")
        page.get_by_role("link", name=words("What can I use?"), exact=True).click()
        ask(page, "ar", who="woman", police="no_police", situation="cannot_leave")
        _title(page, words("What I can use"))
        expect(page.locator(".said li")).to_have_text(
            [words("Woman"), words("Police not told"), words("Cannot leave yet")]
        )
        line = _card(page, "hotline")
        expect(
            line.locator(".fits").filter(has_text=words("Police are told only if you say yes"))
        ).to_be_visible()
        expect(line.locator(".asks")).to_contain_text(
            words("Cannot leave yet? We could not find out. Ask first.")
        )
        expect(_card(page, "night-room")).to_have_count(0)
        found = page.url
        line.get_by_role("link").click()
        _title(page, name_in(BY_KEY["hotline"], "ar"))
        leave(page)
        if not scripts:
            page.go_back()
        _back_without_a_question(page, found)


@WITH_AND_WITHOUT_SCRIPTS
def test_what_does_not_fit_is_shown_with_its_reason_to_who_wants_it(
    browser: Browser, door: str, scripts: bool
) -> None:
    words = said("ar")
    with phone(browser, "ar", java_script_enabled=scripts) as context:
        page = context.new_page()
        page.goto(f"{door}/ar/w")
        ask(page, "ar", ASKED_FOR, who="woman", police="no_police")
        _title(page, words("Nothing here fits all you said"))
        found = page.url
        show_anyway(page)
        night_room = _card(page, "night-room")
        expect(night_room.locator(".no")).to_contain_text(words("They always tell the police."))
        expect(night_room.locator(".fits")).to_contain_text(words("They take:"))
        _back_without_a_question(page, found)


@WITH_AND_WITHOUT_SCRIPTS
def test_answers_are_changed_where_they_were_given(
    browser: Browser, door: str, scripts: bool
) -> None:
    with phone(browser, java_script_enabled=scripts) as context:
        page = context.new_page()
        page.goto(f"{door}/en/w")
        ask(page, "en", ASKED_FOR, **ASKED)
        page.get_by_role("link", name="Change answers").click()
        expect(page.get_by_label("A man", exact=True)).to_be_checked()
        expect(page.get_by_label("I have no papers")).to_be_checked()
        ask(page, "en", who="woman")
        expect(page.locator(".said li")).to_have_text(["Woman", "No papers"])


@WITH_AND_WITHOUT_SCRIPTS
def test_the_call_asks_first(browser: Browser, door: str, scripts: bool) -> None:
    with phone(browser, java_script_enabled=scripts) as context:
        page = context.new_page()
        page.goto(f"{door}/en/{HOUSE}")
        way = page.locator(".way", has_text="+44 20 7946 0142")
        call = way.locator("a[href^='tel:']")
        expect(call).to_be_hidden()
        way.locator("summary").click()
        expect(call).to_be_visible()
        expect(way).to_contain_text("The call stays in this phone’s list")
        assert page.url == f"{door}/en/{HOUSE}"
        way.locator("summary").click()
        expect(call).to_be_hidden()


def test_the_number_near_the_title_leads_to_the_call_and_leaves_no_step_behind(
    browser: Browser, door: str
) -> None:
    with phone(browser) as context:
        page = context.new_page()
        page.goto(f"{door}/en/")
        page.goto(f"{door}/en/{HOUSE}")
        page.locator("a[href='#reach']").click()
        expect(page.locator("#reach")).to_be_in_viewport()
        leave(page)
        page.go_back()
        assert page.url == f"{door}/en/"


def test_leaving_hides_the_page_before_the_next_one_comes(browser: Browser, door: str) -> None:
    with phone(browser) as context:
        page = context.new_page()
        page.goto(f"{door}/en/{HOUSE}")
        page.route(WEATHER, lambda route: route.abort("aborted"))  # the weather never comes
        page.locator("[data-leave]").click(no_wait_after=True)
        expect(page.locator("body")).to_be_hidden()


@WITH_AND_WITHOUT_SCRIPTS
def test_the_language_is_changed_where_one_stands(
    browser: Browser, door: str, scripts: bool
) -> None:
    with phone(browser, java_script_enabled=scripts) as context:
        page = context.new_page()
        page.goto(f"{door}/en/w")
        ask(page, "en", ASKED_FOR, **ASKED)
        page.locator("header summary").click()
        page.locator("header a[lang=km]").click()
        _title(page, kind_in(ASKED_FOR, "km"))
        expect(page.locator(".said li")).to_have_text([said("km")("Man"), said("km")("No papers")])
        expect(_card(page, "lamp-house")).to_be_visible()


def test_the_first_page_is_one_request(browser: Browser, door: str) -> None:
    """On a slow line every further request, a redirect too, is two more seconds."""
    with phone(browser, "km") as context:
        page = context.new_page()
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.goto(f"{door}/", wait_until="networkidle")
        assert [url for url in asked if not url.startswith("data:")] == [f"{door}/"]
        assert page.evaluate("performance.getEntriesByType('resource').length") == 0
        assert page.locator("html").get_attribute("lang") == "km"


def test_paper_shows_no_button_and_no_second_language(browser: Browser, door: str) -> None:
    with phone(browser) as context:
        page = context.new_page()
        page.goto(f"{door}/en/{HOUSE}")
        page.emulate_media(media="print")
        for hidden in (".leave", "header details", ".button"):
            expect(page.locator(hidden).first).to_be_hidden()
        expect(page.locator(".number", has_text="+44 20 7946 0143")).to_be_visible()
