"""Second steps in a browser: a passkey of Chromium's own, an app, and paper.

Every page on the way is looked at by axe, in light and dark, at 360 and 1280 pixels.
"""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, expect
from pytest_django.live_server_helper import LiveServer

from suluh.access.domain.one_time_codes import STEP, totp_code
from suluh.access.queries import factors
from tests.browser.chromium import launch, playwright
from tests.browser.test_editor_journey import DESK
from tests.browser.test_editor_journey import _fits_and_is_accessible as look_at
from tests.cast import PASSWORD, Cast, code_of_now

pytestmark = pytest.mark.browser

# A device that asks for its owner, who always agrees.
DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture(scope="module")
def started() -> Iterator[Playwright]:
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # Playwright keeps an event loop here
        with playwright() as running:
            yield running


@pytest.fixture(scope="module")
def browser(started: Playwright) -> Iterator[Browser]:
    with launch(started) as launched:
        yield launched


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    with browser.new_context(
        viewport={"width": DESK["width"], "height": DESK["height"]}, locale="en-GB"
    ) as context:
        context.set_default_timeout(15_000)
        yield _with_device(context)


def _with_device(context: BrowserContext) -> Page:
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
    return page


def _title(page: Page, words: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(words)


def _password(page: Page, address: str, email: str) -> None:
    page.goto(f"{address}/account/sign-in/")
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()


def _sign_out(page: Page, address: str) -> None:
    page.goto(f"{address}/account/sign-out/")
    page.get_by_role("main").get_by_role("button", name="Sign out").click()
    _title(page, "Sign in")


def test_a_passkey_from_setting_it_up_to_signing_in_with_it(
    page: Page, live_server: LiveServer, cast: Cast
) -> None:
    factors.authenticators(cast.omar.pk).delete()
    _password(page, live_server.url, cast.omar.email)
    _title(page, "Set up a second step")
    look_at(page)
    page.get_by_role("link", name="Use a passkey").click()
    _title(page, "Add a passkey")
    look_at(page)
    page.get_by_label("Name").fill("Desk at the quay")
    page.get_by_role("button", name="Make a passkey").click()
    _title(page, "Your recovery codes")
    look_at(page)
    page.get_by_role("link", name="I have them on paper").click()
    expect(page.get_by_role("cell", name="Desk at the quay")).to_be_visible()
    look_at(page)

    _sign_out(page, live_server.url)
    page.get_by_role("button", name="Use a passkey instead").click()
    _title(page, "Port Tamsin Desk")

    _sign_out(page, live_server.url)
    page.goto(f"{live_server.url}/account/sessions/")  # leads to the door, and then back
    page.get_by_role("button", name="Use a passkey instead").click()
    _title(page, "Your sessions")

    _sign_out(page, live_server.url)
    _password(page, live_server.url, cast.omar.email)
    _title(page, "Second step")
    look_at(page)
    page.get_by_role("button", name="Use your passkey").click()
    _title(page, "Port Tamsin Desk")


def test_a_passkey_of_a_closed_account_opens_nothing(
    page: Page, live_server: LiveServer, cast: Cast
) -> None:
    _password(page, live_server.url, cast.omar.email)
    page.get_by_role("textbox", name="Code").fill(code_of_now())
    page.get_by_role("button", name="Sign in").click()
    page.goto(f"{live_server.url}/account/passkeys/add/")
    page.get_by_label("Name").fill("Desk")
    page.get_by_role("button", name="Make a passkey").click()
    _title(page, "Your recovery codes")
    _sign_out(page, live_server.url)
    cast.omar.is_active = False
    cast.omar.save()
    page.get_by_role("button", name="Use a passkey instead").click()
    _title(page, "This account is closed")


def test_a_device_without_a_passkey_says_so(
    page: Page, live_server: LiveServer, cast: Cast
) -> None:
    page.goto(f"{live_server.url}/account/sign-in/")
    expect(page.get_by_text("No passkey was used.")).to_be_hidden()
    page.get_by_role("button", name="Use a passkey instead").click()
    expect(page.get_by_text("No passkey was used.")).to_be_visible()
    look_at(page)


def test_an_app_a_wrong_code_a_used_code_and_paper(
    page: Page, live_server: LiveServer, cast: Cast
) -> None:
    factors.authenticators(cast.omar.pk).delete()
    _password(page, live_server.url, cast.omar.email)
    page.get_by_role("link", name="Use an authenticator app").click()
    _title(page, "Set up an authenticator app")
    look_at(page)
    secret = page.locator(".code-text").inner_text().replace(" ", "")
    page.get_by_role("textbox", name="Code").fill("000000")
    page.get_by_role("button", name="Set it up").click()
    expect(page.get_by_text("This is not the code of now.")).to_be_visible()
    look_at(page)
    code = totp_code(secret, int(time.time()) // STEP)
    page.get_by_role("textbox", name="Code").fill(code)
    page.get_by_role("button", name="Set it up").click()
    paper = page.locator(".recovery-codes li").all_inner_texts()

    _sign_out(page, live_server.url)
    _password(page, live_server.url, cast.omar.email)
    page.get_by_role("textbox", name="Code").fill(code)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_text("it was used already")).to_be_visible()
    page.get_by_role("textbox", name="Code").fill(paper[0])
    page.get_by_role("button", name="Sign in").click()
    _title(page, "Port Tamsin Desk")

    _sign_out(page, live_server.url)
    _password(page, live_server.url, cast.omar.email)
    page.get_by_role("textbox", name="Code").fill(paper[0])
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_text("it was used already")).to_be_visible()
