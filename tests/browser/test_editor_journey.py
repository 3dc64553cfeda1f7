"""An editor brings a broken workbook in, mends a service and makes an edition, in a browser.

On a desk with scripts, and on a phone without. Every page on the way is looked at: by axe in light
and dark, and at 360 and 1280 pixels for anything that runs out of the screen.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from zipfile import is_zipfile

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, expect
from pytest_django.fixtures import Settings
from pytest_django.live_server_helper import LiveServer

from suluh.directory import jobs
from suluh.directory.intake.reading import Options
from suluh.directory.models import Intake
from suluh.directory.operations.checking import check_file
from suluh.directory.operations.importing import import_outcome
from suluh.directory.vocabularies import shelf
from suluh.directory.web import intakes
from tests.browser.chromium import launch, playwright
from tests.cast import PASSWORD, Cast
from tests.directory.workbooks import broken_workbook, good_workbook

pytestmark = pytest.mark.browser

PHONE, DESK = {"width": 360, "height": 740}, {"width": 1280, "height": 900}
SERVICE = "Harbour Lamp House"
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag2aaa", "wcag21aa", "wcag22aa", "best-practice"]}

Look = Callable[[Page], None]


@pytest.fixture(scope="module")
def started() -> Iterator[Playwright]:
    with pytest.MonkeyPatch.context() as patched:
        # Playwright keeps an event loop in this thread, and Django then refuses its database here:
        # in the fixtures too, so this is set for as long as Playwright runs. Nothing is async.
        patched.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        with playwright() as running:
            yield running


@pytest.fixture(scope="module")
def browser(started: Playwright) -> Iterator[Browser]:
    with launch(started) as launched:
        yield launched


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An installation of its own: files, areas and the published edition."""
    folder = tmp_path / "home"
    monkeypatch.setenv("SULUH_HOME", str(folder))
    shelf.cache_clear()
    yield folder
    shelf.cache_clear()


@pytest.fixture
def office(
    home: Path, live_server: LiveServer, cast: Cast, tmp_path: Path, settings: Settings
) -> str:
    """The workspace of Port Tamsin Desk with its services in it; gives the address.

    Nobody works off the jobs but the test, so that the page of a waiting file can be looked at.
    """
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
    outcome = check_file(good_workbook(tmp_path), options=Options(country="ID")).outcome
    import_outcome(cast.actor(cast.ilya), outcome)
    return live_server.url


def _open(browser: Browser, size: dict[str, int], *, scripts: bool = True) -> BrowserContext:
    context = browser.new_context(
        viewport={"width": size["width"], "height": size["height"]},
        java_script_enabled=scripts,
        locale="en-GB",
    )
    context.set_default_timeout(15_000)
    return context


def _title(page: Page, words: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(words)


def _sign_in(page: Page, address: str, look: Look) -> None:
    page.goto(address)
    _title(page, "Sign in")
    look(page)
    page.get_by_label("E-mail").fill("ilya@example.org")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    _title(page, "Port Tamsin Desk")
    look(page)


def _upload(page: Page, workbook: Path, look: Look) -> None:
    page.get_by_role("main").get_by_role("link", name="Check a workbook").click()
    _title(page, "Check a workbook")
    look(page)
    page.get_by_label("Workbook").set_input_files(workbook)
    with pytest.MonkeyPatch.context() as patched:
        # It would load itself anew while it is looked at, and end whatever looks.
        patched.setattr(intakes, "ASKS_AFTER", 600)
        page.get_by_role("button", name="Check it").click()
        expect(page.get_by_role("status").last).to_contain_text("Waiting for the check")
        look(page)
    page.reload(wait_until="commit")  # from here on it reloads by itself
    jobs.check_intake.call(_only_intake())
    _title(page, f"Check of {workbook.name}")


def _only_intake() -> str:
    return str(Intake.objects.unscoped(reason="the test is the job worker").get().pk)


def _read_the_check(page: Page, expected: dict[str, int], folder: Path, look: Look) -> None:
    look(page)
    groups = page.get_by_role("rowgroup")
    address = groups.filter(has_text="A text gives away a place")
    expect(address).to_contain_text(f"{expected['services.text.address_suspected']} places")
    expect(address).not_to_contain_text("pharmacy")
    expect(groups.filter(has_text="A letter where a digit should be")).to_contain_text(
        "Write +44 20 7946 0024."
    )
    with page.expect_download() as download:
        page.get_by_role("link", name="Marked workbook").click()
    assert download.value.suggested_filename == "oselia-broken-checked.xlsx"
    marked = folder / "marked.xlsx"
    download.value.save_as(marked)
    assert is_zipfile(marked)


def _import(page: Page, look: Look) -> None:
    page.get_by_role("button", name="Import 52 rows").click()
    expect(page.get_by_role("status").last).to_contain_text("Being imported")
    jobs.import_intake.call(_only_intake())
    _title(page, "Import of oselia-broken.xlsx")
    expect(page.get_by_role("main")).to_contain_text("21 in quarantine.")
    legal_aid = page.get_by_role("rowgroup").filter(has_text="Legal aid desk")
    expect(legal_aid.locator("ins")).to_have_text("Phone, +44 20 7946 0130")
    look(page)


def _find(page: Page, look: Look) -> None:
    page.get_by_role("link", name="See the services").click()
    _title(page, "Services")
    look(page)
    page.get_by_label("Find by name").fill("lamp house")
    page.get_by_role("button", name="Find").click()
    page.get_by_role("link", name=SERVICE).click()
    _title(page, SERVICE)
    look(page)


def _correct(page: Page, look: Look) -> None:
    page.get_by_role("link", name="Correct").click()
    _title(page, f"Correct: {SERVICE}")
    for section in page.locator("details.card:not([open]) summary").all()[::-1]:
        section.click()  # the last first: an opened one is no longer among them
    look(page)
    page.get_by_label("Phone", exact=True).fill("call the office")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("alert")).to_contain_text("Nothing was saved yet. Mend 1 field:")
    look(page)
    page.get_by_role("alert").get_by_role("link", name="Phone").click()
    phone = page.get_by_label("Phone", exact=True)
    expect(phone).to_be_in_viewport()
    expect(phone).to_have_attribute("aria-invalid", "true")
    expect(page.locator("#id_phone_error")).to_contain_text("is not a phone number.")
    phone.fill("+44 20 7946 0199")
    page.get_by_role("button", name="Save").click()
    _title(page, SERVICE)
    expect(page.get_by_role("status")).to_contain_text("Saved.")
    expect(page.get_by_role("main")).to_contain_text("+44 20 7946 0199")


def _menu(page: Page) -> None:
    """On a phone the rooms and the way out are folded in."""
    menu = page.locator("summary", has_text="Menu")
    if menu.is_visible():
        menu.click()


def _make_an_edition(page: Page, home: Path, look: Look) -> None:
    _menu(page)
    page.get_by_role("navigation").get_by_role("link", name="Editions").click()
    _title(page, "Editions")
    look(page)
    page.get_by_role("button", name="Make a draft edition").click()
    expect(page.get_by_role("status")).to_contain_text("is on the public door.")
    look(page)
    assert (home / "published" / "edition.sqlite3").is_file()


def _sign_out(page: Page) -> None:
    _menu(page)
    page.get_by_role("button", name="Sign out").click()
    _title(page, "Sign in")
    page.go_back()
    page.reload()
    _title(page, "Sign in")


def _journey(page: Page, address: str, home: Path, look: Look) -> None:
    workbook, expected = broken_workbook(home.parent)
    _sign_in(page, address, look)
    _upload(page, workbook, look)
    _read_the_check(page, expected, home.parent, look)
    _import(page, look)
    _find(page, look)
    _correct(page, look)
    _make_an_edition(page, home, look)
    _sign_out(page)


def _fits(page: Page) -> None:
    """Nothing runs out of a phone's screen, or a desk's."""
    before = page.viewport_size
    for size in (PHONE, DESK):
        page.set_viewport_size({"width": size["width"], "height": size["height"]})
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= size["width"], f"{page.url} is {wide} wide at {size['width']}"
    if before:
        page.set_viewport_size(before)


def _accessible(page: Page) -> None:
    """axe finds nothing, in light and dark, on a phone and on a desk."""
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        for size in (PHONE, DESK):
            page.set_viewport_size({"width": size["width"], "height": size["height"]})
            found = Axe().run(page, options=RULES)
            where = f"{page.url}, {scheme}, {size['width']}"
            assert found.violations_count == 0, f"{where}: {found.generate_report()}"


def _fits_and_is_accessible(page: Page) -> None:
    _fits(page)
    _accessible(page)


def _note(complaints: list[str], said: str) -> None:
    """Everything but Chromium's word that signing out cleared what it was asked to clear."""
    if not said.startswith("Clear-Site-Data header on"):
        complaints.append(said)


def test_at_a_desk_with_scripts(browser: Browser, office: str, home: Path) -> None:
    with _open(browser, DESK) as context:
        page = context.new_page()
        complaints: list[str] = []
        page.on("console", lambda message: _note(complaints, message.text))
        page.on("pageerror", lambda error: complaints.append(error.message))
        _journey(page, office, home, _fits_and_is_accessible)
        assert complaints == []  # of the content policy, for one: inline style, a missing file


def test_on_a_phone_without_scripts(browser: Browser, office: str, home: Path) -> None:
    with _open(browser, PHONE, scripts=False) as context:
        _journey(context.new_page(), office, home, _fits)
