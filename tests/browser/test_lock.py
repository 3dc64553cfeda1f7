"""Hiding a screen at once, in a browser: three times Escape, silence, and the way Back."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, Route, expect
from pytest_django.live_server_helper import LiveServer

from suluh.access.models import Visit
from tests.browser.chromium import launch, playwright
from tests.cast import PASSWORD, Cast

pytestmark = pytest.mark.browser

OFFICE = "Port Tamsin Desk"
MINUTE = 60_000  # milliseconds


@pytest.fixture(scope="module")
def started() -> Iterator[Playwright]:
    with pytest.MonkeyPatch.context() as patched:
        # Playwright keeps an event loop in this thread, and Django then refuses its database here.
        patched.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        with playwright() as running:
            yield running


@pytest.fixture(scope="module")
def browser(started: Playwright) -> Iterator[Browser]:
    with launch(started) as launched:
        yield launched


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(locale="en-GB")
    context.set_default_timeout(15_000)
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext, live_server: LiveServer, cast: Cast) -> Page:
    """Ilya is signed in and looks at the first page, with a clock that the test turns."""
    page = context.new_page()
    page.clock.install()
    page.goto(live_server.url)
    page.get_by_label("E-mail").fill("ilya@example.org")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    _title(page, OFFICE)
    return page


def _title(page: Page, words: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(words)


def _is_locked(page: Page) -> None:
    _title(page, "Locked")
    assert page.title() == "Suluh"
    assert OFFICE not in page.content()
    assert Visit.objects.filter(locked_at=None).exclude(account=None).count() == 0


def _escape(page: Page, times: int) -> None:
    for _number in range(times):
        page.keyboard.press("Escape")


def test_escape_three_times_locks_and_the_password_leads_back(page: Page, cast: Cast) -> None:
    page.goto(f"{page.url}account/sessions/?a=b")
    _escape(page, 3)
    _is_locked(page)
    report = Axe().run(page)
    assert report.violations_count == 0, report.generate_report()
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Unlock").click()
    _title(page, "Your sessions")
    assert page.url.endswith("/account/sessions/?a=b")


def test_escape_twice_or_slowly_does_not(page: Page) -> None:
    _escape(page, 2)
    page.clock.run_for(1100)
    _escape(page, 2)
    page.clock.run_for(1100)
    _title(page, OFFICE)


def test_back_shows_nothing(page: Page) -> None:
    page.goto(f"{page.url}account/sessions/")
    _escape(page, 3)
    _is_locked(page)
    page.go_back()
    _is_locked(page)


def test_the_screen_is_blank_before_the_server_answers(page: Page) -> None:
    def never(route: Route) -> None:
        """The server is away."""

    page.route("**/account/lock/", never)
    _escape(page, 3)
    page.wait_for_function("document.title === 'Suluh'")
    assert OFFICE not in page.content()
    assert "Ilya" not in page.content()
    expect(page.get_by_role("button", name="Lock")).to_be_visible()


def test_all_tabs_lock_together(page: Page, context: BrowserContext) -> None:
    other = context.new_page()
    other.goto(page.url)
    _title(other, OFFICE)
    _escape(page, 3)
    _is_locked(page)
    _is_locked(other)


def test_ten_minutes_without_a_touch_lock(page: Page) -> None:
    page.clock.run_for(9 * MINUTE)
    _title(page, OFFICE)
    page.clock.run_for(MINUTE + 10_000)
    _is_locked(page)


def test_whoever_types_is_not_locked_out(page: Page) -> None:
    with page.expect_request("**/account/present/"):
        page.clock.run_for(8 * MINUTE)
        page.keyboard.press("a")
    page.clock.run_for(8 * MINUTE)
    _title(page, OFFICE)


def test_a_page_that_asks_again_by_itself_goes_on_counting(page: Page) -> None:
    """Seven minutes here, and three after it came again."""
    page.clock.run_for(7 * MINUTE)
    page.goto(f"{page.url}?again=1")
    page.clock.run_for(2 * MINUTE)
    _title(page, OFFICE)
    page.clock.run_for(MINUTE + 10_000)
    _is_locked(page)


def test_whoever_points_at_a_page_that_asks_again_is_there(page: Page) -> None:
    """It comes again long before the minute after which the server is told."""
    home = page.url
    with page.expect_request("**/account/present/"):
        for number in range(1, 6):
            page.clock.run_for(MINUTE // 3)
            page.goto(f"{home}?again={number}")
            page.mouse.move(10 * number, 10)
    page.clock.run_for(9 * MINUTE)
    _title(page, OFFICE)


def test_a_page_that_somebody_opens_begins_to_count_anew(page: Page) -> None:
    page.clock.run_for(7 * MINUTE)
    page.goto(page.url)
    page.clock.run_for(7 * MINUTE)
    _title(page, OFFICE)


def test_a_machine_that_slept_locks_when_it_wakes(page: Page) -> None:
    page.clock.fast_forward(60 * MINUTE)
    page.keyboard.press("a")
    page.clock.run_for(10_000)
    _is_locked(page)


def test_without_scripts_the_button_locks(
    browser: Browser, live_server: LiveServer, cast: Cast
) -> None:
    with browser.new_context(java_script_enabled=False, locale="en-GB") as context:
        page = context.new_page()
        page.goto(live_server.url)
        page.get_by_label("E-mail").fill("ilya@example.org")
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Sign in", exact=True).click()
        page.get_by_role("button", name="Lock").first.click()
        _is_locked(page)
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Unlock").click()
        _title(page, OFFICE)
