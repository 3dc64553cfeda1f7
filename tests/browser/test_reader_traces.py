"""What a visit leaves behind: nothing kept, nobody else asked, and a history that says nothing."""

from __future__ import annotations

import re
from base64 import urlsafe_b64decode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    Page,
    Playwright,
    Request,
    Response,
    expect,
)

from suluh.door.document import WEATHER
from tests.browser.chromium import launch
from tests.browser.reader import ASKED, ASKED_FOR, HOUSE, ask, leave, look_for, phone, said
from tests.door.sample import BY_KEY

pytestmark = pytest.mark.browser

WITH_AND_WITHOUT_SCRIPTS = pytest.mark.parametrize("scripts", [True, False])
TYPED = "harbour passport"
SECRET = re.compile(r"harbour|passport|shelter|papers|police|\bman\b|woman", re.IGNORECASE)
CODE, SEALED = "[0-9b-z]{8}", r"[\w-]{100,}"
OPAQUE = re.compile(
    rf"/\w\w/(?:[kpfhw]|[naiost]/{CODE}|w/n/{CODE}|w/{SEALED}|(?:b/{CODE}|print)/{CODE}|q/{SEALED})?"
)
KEPT = """async () => ({
  cookies: document.cookie,
  local: localStorage.length,
  session: sessionStorage.length,
  databases: (await indexedDB.databases()).length,
  caches: (await caches.keys()).length,
  workers: (await navigator.serviceWorker.getRegistrations()).length,
  window: window.name,
  state: history.state,
})"""
NOTHING = {
    "cookies": "", "local": 0, "session": 0, "databases": 0, "caches": 0, "workers": 0,
    "window": "", "state": None,
}  # fmt: skip


@dataclass
class Traces:
    """What could be seen of a visit from outside the page."""

    requests: list[Request] = field(default_factory=list)
    responses: list[Response] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    addresses: list[str] = field(default_factory=list)


@contextmanager
def _watched(context: BrowserContext) -> Iterator[tuple[Page, Traces]]:
    traces, page = Traces(), context.new_page()
    context.on("request", lambda request: traces.requests.append(request))
    context.on("response", lambda response: traces.responses.append(response))
    page.on("console", lambda message: traces.complaints.append(message.text))
    page.on("pageerror", lambda error: traces.complaints.append(error.message))
    page.on("framenavigated", lambda frame: traces.addresses.append(frame.url))
    yield page, traces


def _visit(page: Page, door: str) -> None:
    """Ask, type, read, report, look at paper, and come back to the results."""
    page.goto(f"{door}/")
    page.locator("main a[href$='/w']").click()
    ask(page, "km", ASKED_FOR, **ASKED)
    page.locator(f"a[href='/km/{HOUSE}']").click()
    page.locator("details.screen summary").click()
    page.locator("button[value=felt_unsafe]").click()
    page.locator("form[role=search], main h1").first.wait_for()
    page.goto(f"{door}/km/")
    look_for(page, TYPED)
    page.locator("a[href*='/w/']").click()
    page.wait_for_url("**/w/*")
    ask(page, "km", police="no_police")
    page.goto(f"{door}/km/p")
    page.locator("main .rows a").last.click()
    page.locator("a[href*='/print/']").click()
    page.wait_for_url("**/print/*")


def _history(page: Page) -> list[dict[str, Any]]:
    """The addresses and titles that the browser holds behind and before this page."""
    session = page.context.new_cdp_session(page)
    entries: list[dict[str, Any]] = session.send("Page.getNavigationHistory")["entries"]
    return [each for each in entries if each["url"] != "about:blank"]


@pytest.mark.asvs("14.3.3")
def test_a_visit_keeps_nothing_in_the_browser(browser: Browser, door: str) -> None:
    with phone(browser, "km") as context, _watched(context) as (page, traces):
        _visit(page, door)
        assert page.evaluate(KEPT) == NOTHING
        assert context.cookies() == []
        assert context.storage_state(indexed_db=True) == {"cookies": [], "origins": []}
        session = context.new_cdp_session(page)
        used = session.send("Storage.getUsageAndQuota", {"origin": door})
        assert used["usage"] == 0
        assert traces.complaints == []  # of the content policy, for one


@pytest.mark.asvs("3.6.1", "14.2.3")
@WITH_AND_WITHOUT_SCRIPTS
def test_a_visit_asks_nobody_else_and_never_says_where_one_came_from(
    browser: Browser, door: str, scripts: bool
) -> None:
    with (
        phone(browser, "km", java_script_enabled=scripts) as context,
        _watched(context) as (page, traces),
    ):
        _visit(page, door)
        asked = [each for each in traces.requests if not each.url.startswith("data:")]
        assert {each.url for each in asked if not each.url.startswith(f"{door}/")} == set()
        assert {each.resource_type for each in asked} == {"document"}
        leave(page)
        assert traces.requests[-1].url == WEATHER
        said_from_where = [each.url for each in traces.requests if _referrer(each)]
        assert said_from_where == []


def _referrer(request: Request) -> str | None:
    return request.header_value("referer")


@WITH_AND_WITHOUT_SCRIPTS
def test_the_history_holds_codes_and_one_neutral_title(
    browser: Browser, door: str, scripts: bool
) -> None:
    with (
        phone(browser, "km", java_script_enabled=scripts) as context,
        _watched(context) as (page, traces),
    ):
        _visit(page, door)
        held = _history(page)
        assert {each["title"] for each in held} == {said("km")("Services near you")}
        addresses = {*traces.addresses, *(each["url"] for each in held)}
        assert len(addresses) >= 10
        for address in sorted(addresses - {f"{door}/"}):
            _require_opaque(address.removeprefix(door))


def _require_opaque(path: str) -> None:
    assert OPAQUE.fullmatch(path), path
    if found := re.search(rf"/[wq]/({SEALED})", path):
        raw = urlsafe_b64decode(found[1] + "=" * (-len(found[1]) % 4))
        assert not SECRET.search(raw.decode("latin-1")), path
    else:
        assert not SECRET.search(unquote(path)), path


def test_the_length_of_an_address_does_not_tell_how_much_was_said(
    browser: Browser, door: str
) -> None:
    with phone(browser) as context:
        page = context.new_page()
        lengths = set()
        for kind, answers in (("", {}), (ASKED_FOR, ASKED), ("", {"work": "work"})):
            page.goto(f"{door}/en/w")
            ask(page, "en", kind, **answers)
            lengths.add(len(page.url))
        assert len(lengths) == 1


def test_the_same_question_never_has_the_same_address(browser: Browser, door: str) -> None:
    with phone(browser) as context:
        page = context.new_page()
        found = []
        for _time in range(2):
            page.goto(f"{door}/en/w")
            ask(page, "en", ASKED_FOR, **ASKED)
            found.append(page.url.rpartition("/")[2])
        first, second = found
        assert first != second
        alike = sum(one == other for one, other in zip(first, second, strict=True))
        assert alike < len(first) / 4  # of 64 letters, one in 64 is alike by chance


@pytest.mark.asvs("14.3.2")
@WITH_AND_WITHOUT_SCRIPTS
def test_every_answer_forbids_keeping_it(browser: Browser, door: str, scripts: bool) -> None:
    with (
        phone(browser, "km", java_script_enabled=scripts) as context,
        _watched(context) as (page, traces),
    ):
        _visit(page, door)
        page.goto(f"{door}/en/nowhere")
        assert len(traces.responses) >= 15
        for response in traces.responses:
            headers = response.headers
            assert headers["cache-control"] == "no-store", response.url
            assert headers["referrer-policy"] == "no-referrer", response.url
            assert "set-cookie" not in headers, response.url
            assert "etag" not in headers, response.url
            if response.status != 303:
                policy = headers["content-security-policy"]
                assert policy.startswith("default-src 'none'"), response.url
                assert "unsafe" not in policy, response.url
                assert "http" not in policy, response.url


def _damaged(sealed: str) -> dict[str, str]:
    middle = len(sealed) // 2
    other = "A" if sealed[middle] != "A" else "B"
    return {
        "cut": sealed[:-7],
        "half": sealed[:middle],
        "changed": f"{sealed[:middle]}{other}{sealed[middle + 1 :]}",
        "forged": "A" * len(sealed),
        "short": "A",
        "endless": sealed * 20,
    }


@WITH_AND_WITHOUT_SCRIPTS
def test_a_sealed_address_that_does_not_open_leads_to_the_start_and_says_why(
    browser: Browser, door: str, scripts: bool
) -> None:
    words = said("ar")
    with phone(browser, "ar", java_script_enabled=scripts) as context:
        page = context.new_page()
        page.goto(f"{door}/ar/w")
        ask(page, "ar", ASKED_FOR, **ASKED)
        sealed = page.url.rpartition("/")[2]
        for how, broken in _damaged(sealed).items():
            for letter in ("q", "w"):
                response = page.goto(f"{door}/ar/{letter}/{broken}")
                assert response, how
                assert response.status == 410, how
                expect(page.locator("main [role=status]")).to_have_text(
                    words("That address was old. What you asked was not kept. Please ask again.")
                )
                expect(page.get_by_role("heading", level=1)).to_have_text(
                    words("What do you need?")
                )
                assert page.locator("input:checked").count() == 0, how


def test_going_back_to_the_questions_brings_no_answer_back(browser: Browser, door: str) -> None:
    """A browser that remembers what stood in a form also writes it down to open again."""
    with phone(browser) as context:
        page = context.new_page()
        page.goto(f"{door}/en/w")
        ask(page, "en", ASKED_FOR, **ASKED)
        page.go_back()
        assert page.url == f"{door}/en/w"
        assert page.locator("input:checked").count() == 0
        expect(page.locator("#kind")).to_have_value("")
        page.goto(f"{door}/en/f")
        look_for(page, TYPED)
        page.go_back()
        expect(page.locator("#words")).to_have_value("")


def test_after_leaving_the_page_is_not_in_the_history(browser: Browser, door: str) -> None:
    with phone(browser, "km") as context:
        page = context.new_page()
        page.goto(f"{door}/km/w")
        ask(page, "km", ASKED_FOR, **ASKED)
        found = page.url
        page.locator(f"a[href='/km/{HOUSE}']").click()
        leave(page)
        assert [each["url"] for each in _history(page)] == [f"{door}/km/w", found, WEATHER]


@pytest.mark.asvs("14.3.1")
def test_a_browser_that_keeps_whole_pages_shows_none_that_was_left(
    started: Playwright, door: str
) -> None:
    """Back and forward in a browser that freezes pages as they stood when one went on."""
    with (
        launch(started, without=("--disable-back-forward-cache",)) as keeping,
        phone(keeping, "km") as context,
    ):
        page = context.new_page()
        page.goto(f"{door}/km/w")
        ask(page, "km", ASKED_FOR, **ASKED)
        page.evaluate("window.mark = 'kept as it stood'")
        found = page.url
        page.locator(f"a[href='/km/{HOUSE}']").click()
        page.wait_for_url(f"**/{HOUSE}")
        leave(page)
        page.go_back(wait_until="commit")  # a page that was kept does not load again
        page.wait_for_function("window.mark === 'kept as it stood'")
        assert page.url == found
        expect(page.locator("main")).to_be_visible()
        page.go_forward(wait_until="commit")
        page.wait_for_url(WEATHER, wait_until="commit")
        assert BY_KEY["lamp-house"].code not in str(_history(page))
