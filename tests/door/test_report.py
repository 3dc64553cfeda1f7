"""One tap: what the door keeps of it, what the reader sees, and what is refused."""

from __future__ import annotations

import gzip
import re
from pathlib import Path
from typing import Any

import pytest
from django.template.loader import render_to_string
from django.test import Client

from suluh.directory.edition import reports
from suluh.directory.edition.reports import LIMIT, REASONS
from tests.door.reading import spoken
from tests.door.sample import BY_KEY

CODE = BY_KEY["hotline"].code


@pytest.fixture(autouse=True)
def _a_new_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reports, "_tally", reports._Tally())


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    """The inbox of the installation that the fixture `publish` makes."""
    folder = tmp_path / "inbox"
    folder.mkdir()
    return folder


def press(
    door: Client, reason: str = "closed", code: str = CODE, site: str = "same-origin", **sent: str
) -> Any:
    headers = {"sec-fetch-site": site} if site else {}
    return door.post(f"/en/s/{code}", {"reason": reason, **sent}, headers=headers)


def left(inbox: Path) -> list[str]:
    return sorted(path.name for path in inbox.iterdir())


@pytest.mark.parametrize("reason", REASONS)
def test_a_tap_is_kept_and_thanked(door: Client, inbox: Path, reason: str) -> None:
    answer = press(door, reason)
    assert answer.status_code == 200
    assert "Thank you Someone will look at this." in spoken(answer.content.decode())
    assert answer.headers["Cache-Control"] == "no-store"
    assert not answer.cookies
    assert left(inbox) == [f"2026-11-20.{CODE}.{reason}.1"]


def test_nothing_else_that_was_sent_is_kept(door: Client, inbox: Path) -> None:
    press(door, words="my name is Lamp", day="2020-01-01", number="4")
    assert left(inbox) == [f"2026-11-20.{CODE}.closed.1"]
    assert (inbox / left(inbox)[0]).read_bytes() == b""


@pytest.mark.parametrize("site", ["same-origin", "none", ""])
def test_browsers_old_and_new_may_press(door: Client, inbox: Path, site: str) -> None:
    assert press(door, site=site).status_code == 200
    assert len(left(inbox)) == 1


@pytest.mark.asvs("3.5.1")
@pytest.mark.parametrize("site", ["cross-site", "same-site", "elsewhere"])
def test_another_site_cannot_press_for_a_reader(door: Client, inbox: Path, site: str) -> None:
    answer = press(door, site=site)
    assert answer.status_code == 403
    assert "Nothing was sent" in spoken(answer.content.decode())
    assert left(inbox) == []


@pytest.mark.parametrize("reason", ["", "rude", "closed.1", "../closed"])
def test_another_reason_is_not_known(door: Client, inbox: Path, reason: str) -> None:
    assert press(door, reason).status_code == 404
    assert left(inbox) == []


def test_another_service_is_not_known(door: Client, inbox: Path) -> None:
    assert press(door, code="zzzzzzzz").status_code == 404
    assert left(inbox) == []


@pytest.mark.asvs("3.5.3")
def test_looking_is_not_pressing(door: Client, inbox: Path) -> None:
    assert door.get(f"/en/s/{CODE}?reason=closed").status_code == 200
    assert left(inbox) == []


def test_a_reader_is_thanked_when_enough_others_said_so(door: Client, inbox: Path) -> None:
    assert {press(door).status_code for _ in range(LIMIT + 2)} == {200}
    assert len(left(inbox)) == LIMIT


def test_a_reader_is_thanked_when_it_could_not_be_stored(door: Client, tmp_path: Path) -> None:
    assert press(door).status_code == 200
    assert not (tmp_path / "inbox").exists()


def test_without_an_edition_nothing_is_taken(empty_door: Client, inbox: Path) -> None:
    assert press(empty_door).status_code == 503
    assert left(inbox) == []


def test_thanks_promise_no_day_and_lead_back(door: Client, inbox: Path) -> None:
    page = press(door).content.decode()
    assert f'href="/en/s/{CODE}"' in page
    assert f'href="/id/s/{CODE}"' in page
    assert "<title>Services near you</title>" in page
    assert not re.search("soon|today|hours|trafficking|victim|rescue", spoken(page).lower())
    assert len(gzip.compress(page.encode())) < 14_336


def test_no_address_tells_that_somebody_reported(door: Client, inbox: Path) -> None:
    """A phone's history keeps addresses: the only one is that of the service itself."""
    answer = press(door)
    assert answer.status_code == 200
    assert "Location" not in answer.headers
    form = re.findall(
        r'<form method="post" action="([^"]+)">', door.get(f"/en/s/{CODE}").content.decode()
    )
    assert form == [f"/en/s/{CODE}"]


@pytest.mark.usefixtures("door")
def test_the_part_is_one_form_of_three_buttons() -> None:
    html = render_to_string("door/parts/report.html", {"language": "en", "code": CODE})
    assert html.count("<form") == 1
    assert f'method="post" action="/en/s/{CODE}"' in html
    assert re.findall(r'<button class="button" name="reason" value="(\w+)">', html) == [*REASONS]
    assert "<input" not in html
    assert "<textarea" not in html
