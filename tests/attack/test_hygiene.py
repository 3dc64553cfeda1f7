"""Names stay where they belong: in their own columns and on pages of those who may see them.

One walk through everything people do, with words planted that occur nowhere else. They must not be
found in what the program logs or prints, in the log of acts, the job table, sessions, headers,
addresses, titles of pages, or on the pages for strangers and for faults.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from traceback import format_exception
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django_tasks_db.models import DBTaskResult

from suluh.access.models import Account, AuditEntry, AuditHead, JointAct, Membership, Visit
from suluh.config.settings import common
from suluh.directory import jobs
from suluh.directory.models import Intake
from suluh.directory.operations import intakes
from tests.attack.planted import QUOTING, WORDS, Written, everything_logged, found_in
from tests.cast import Cast
from tests.conftest import Enter
from tests.directory.workbooks import COMPLETE, short_workbook

pytestmark = [pytest.mark.django_db(transaction=True)]
NAME, EMAIL, MET = (WORDS[each] for each in (
    "name of a colleague", "address of a colleague", "name of somebody met"))  # fmt: skip
SECRET, REASON = WORDS["password"], WORDS["reason"]
SIGN_IN = "/account/sign-in/"
FILE = f"{MET} services.xlsx"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SULUH_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


class Walk:
    """A browser that keeps every answer; the pages of the walk say what each of them is."""

    def __init__(self) -> None:
        self.answers: list[tuple[str, Any]] = []

    def get(self, client: Client, path: str, /, **sent: Any) -> Any:
        return self._kept(f"GET {path}", client.get(path, sent))

    def post(self, client: Client, path: str, /, **sent: Any) -> Any:
        return self._kept(f"POST {path}", client.post(path, sent))

    def _kept(self, line: str, answer: Any) -> Any:
        if answer.streaming:
            b"".join(answer.streaming_content)
        self.answers.append((line, answer))
        return answer


def _joins(walk: Walk, omar: Client) -> Client:
    sent = {"full_name": NAME, "email": EMAIL, "role": "reader"}
    page = walk.post(omar, "/accounts/invite/", **sent).content.decode()
    code = "-".join(re.findall(r"\b[A-Z2-9]{5}\b", page)[:5])
    client = Client(raise_request_exception=False)
    walk.post(client, "/join/", code=NAME, password=SECRET, again=SECRET)
    walk.post(client, "/join/", code=code, password=EMAIL, again=EMAIL)
    joined = walk.post(client, "/join/", code=code, password=SECRET, again=SECRET)
    assert joined.status_code == 200, "the invitation was not taken"
    return client


def _signs_in(walk: Walk, client: Client) -> None:
    walk.post(client, SIGN_IN, login=SECRET, password=EMAIL)  # into the wrong fields
    walk.post(client, SIGN_IN, login=EMAIL, password=NAME)
    walk.post(client, SIGN_IN, login=f"{EMAIL}\r\n{MET}\x1b[31m\x00", password=SECRET)
    assert walk.post(client, SIGN_IN, login=EMAIL, password=SECRET).status_code == 302
    page = walk.get(client, "/account/agreement/").content.decode()
    version = re.search(r'name="version" value="([^"]+)"', page)
    assert version
    walk.post(client, "/account/agreement/", version=NAME)
    walk.post(client, "/account/agreement/", version=version[1])
    walk.post(client, "/account/lock/", next="/directory/services/")
    walk.get(client, "/account/unlock/")
    walk.post(client, "/account/unlock/", password=NAME)
    walk.post(client, "/account/unlock/", password=SECRET)
    walk.post(client, "/account/password/", oldpassword=NAME, password1=EMAIL, password2=EMAIL)


def _in_an_emergency(walk: Walk, client: Client, omar: Client) -> None:
    opened = walk.post(client, "/emergency/", capability="directory.edit", reason=f"{REASON} {MET}")
    assert opened.status_code == 302
    walk.get(client, "/")
    walk.get(omar, "/emergency/all/")
    walk.post(client, "/emergency/", capability=NAME, reason=MET)


def _manages(walk: Walk, omar: Client, account: Account) -> None:
    row = Membership.objects.unscoped(reason="test").get(account=account)
    walk.get(omar, "/accounts/")
    for act in ("role", "left", "open", "second-factor"):
        walk.get(omar, f"/accounts/{row.pk}/{act}/")
    walk.post(omar, f"/accounts/{row.pk}/role/", role=NAME)
    walk.post(omar, f"/accounts/{row.pk}/role/", role="editor")
    walk.get(omar, "/")
    page = walk.get(omar, "/accounts/agreement/").content.decode()
    version = re.search(r'name="instead_of" value="([^"]+)"', page)
    assert version
    sent = {"text_en": WORDS["agreement"], "instead_of": version[1]}
    assert walk.post(omar, "/accounts/agreement/", **sent).status_code == 302
    walk.post(omar, "/roles/new/", name=WORDS["role"], **{"grant-directory.view": "agency"})
    walk.post(omar, "/teams/new/", name=f"Team of {NAME}")
    walk.get(omar, "/roles/")
    walk.post(omar, "/why/", person=str(account.pk), address=f"/directory/services/?q={MET}")
    walk.post(omar, "/accounts/recovery-sheet/")


def _leaves_and_is_erased(walk: Walk, omar: Client, vera: Client, account: Account) -> None:
    row = Membership.objects.unscoped(reason="test").get(account=account)
    walk.post(omar, f"/accounts/{row.pk}/left/")
    walk.get(omar, "/erasures/")
    assert walk.post(omar, f"/erasures/ask/{row.pk}/").status_code == 302
    joint = JointAct.objects.unscoped(reason="test").get(act="account.erased")
    walk.get(omar, "/joint/")
    walk.get(omar, f"/erasures/{joint.pk}/")  # nobody has approved it yet: 403, with names
    walk.get(vera, "/joint/")
    walk.post(vera, f"/joint/{joint.pk}/approve/")
    walk.get(omar, f"/erasures/{joint.pk}/")


def _takes_the_log(walk: Walk, omar: Client, vera: Client) -> None:
    walk.get(vera, "/log/")
    walk.post(vera, "/log/take/", since="2026-11-01", until="2026-11-22", form=NAME)
    assert walk.post(vera, "/log/take/", since="2026-11-01", until="2030-01-01", form="csv")
    joint = JointAct.objects.unscoped(reason="test").get(act="log.taken_with_names")
    walk.post(omar, f"/joint/{joint.pk}/approve/")
    walk.post(vera, f"/log/take/{joint.pk}/")
    page = walk.get(vera, "/exports/").content.decode()
    for path in re.findall(r'action="(/exports/[^"]+/(?:fetch|delete)/)"', page):
        walk.post(vera, path)


def _works(walk: Walk, ilya: Client, folder: Path) -> None:
    broken = COMPLETE | {
        "types": f"{MET} {WORDS['day of birth']}", "phone": f"{WORDS['telephone']} {MET}",
        "verified_on": NAME,
    }  # fmt: skip
    path = short_workbook(folder, COMPLETE, broken, name=FILE)
    for content in (path.read_bytes(), b"PK\x03\x04" + MET.encode(), MET.encode()):
        upload = SimpleUploadedFile(FILE, content)
        to = walk.post(ilya, "/directory/checks/", file=upload)["Location"]
        walk.get(ilya, to)
        walk.post(ilya, f"{to}import/")
        walk.get(ilya, to)
        walk.get(ilya, f"{to}workbook/")
    walk.get(ilya, "/directory/checks/quarantine/")
    walk.get(ilya, "/directory/services/workbook/")
    walk.post(ilya, "/directory/languages/id/review/", reviewer=NAME)
    walk.get(ilya, "/directory/languages/")
    walk.post(ilya, "/directory/editions/")
    walk.get(ilya, "/directory/reports/")


def _goes_wrong(walk: Walk, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    walk.get(client, f"/{MET}/")
    walk.post(client, "/accounts/invite/", full_name=NAME)
    walk.get(client, "/log/", who=NAME)
    walk.post(client, "/account/recover/", email=EMAIL, code=MET)

    def faulty(*_given: object, **_named: object) -> None:
        raise ValueError(f"{NAME} {WORDS['day of birth']}")

    with monkeypatch.context() as patched:
        patched.setattr("suluh.directory.queries.services_named", faulty)
        assert walk.get(client, "/directory/services/").status_code == 500
    for header in ("HTTP_USER_AGENT", "HTTP_REFERER", "HTTP_HOST"):
        said = {header: f"{MET}\x1b[31m.example"}
        walk._kept(f"GET / {header}", client.get("/", **said))  # type: ignore[arg-type]


@pytest.fixture
def walked(
    cast: Cast, enter: Enter, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> tuple[Walk, Written, str]:  # fmt: skip
    """The whole walk, what was logged on it, and what stood on the terminal."""
    walk = Walk()
    ilya, omar, vera = (enter(each) for each in (cast.ilya, cast.omar, cast.vera))
    for client in (ilya, omar, vera):
        client.raise_request_exception = False
    with everything_logged() as written:
        client = _joins(walk, omar)
        account = Account.objects.get(email=EMAIL)
        _signs_in(walk, client)
        _in_an_emergency(walk, client, omar)
        _works(walk, ilya, tmp_path)
        _goes_wrong(walk, ilya, monkeypatch)
        _manages(walk, omar, account)
        for each in (omar, vera):
            _agrees_anew(walk, each)
        _takes_the_log(walk, omar, vera)
        walk.post(client, "/account/sign-out/")
        _leaves_and_is_erased(walk, omar, vera, account)
    said = capfd.readouterr()
    return walk, written, said.out + said.err


def _agrees_anew(walk: Walk, client: Client) -> None:
    page = walk.get(client, "/account/agreement/").content.decode()
    version = re.search(r'name="version" value="([^"]+)"', page)
    if version:
        walk.post(client, "/account/agreement/", version=version[1])


@pytest.mark.asvs("16.2.5", "14.2.1", "16.5.1")
def test_no_planted_word_is_written_down_where_it_does_not_belong(
    walked: tuple[Walk, Written, str],
) -> None:
    walk, written, terminal = walked
    assert len(walk.answers) > 70
    assert _leaks_in_log(written) == {}
    assert found_in(terminal) == {}
    for table in (AuditEntry, AuditHead, DBTaskResult, Visit):
        assert found_in(_content_of(table)) == {}, table
    for line, answer in walk.answers:
        # A marked workbook goes back to the office under the name that the office gave it.
        marked = "Content-Disposition" if line.endswith("/workbook/") else ""
        headers = "\n".join(
            f"{name}: {value}" for name, value in answer.headers.items() if name != marked
        )
        assert found_in(headers + str(answer.cookies)) == {}, line
        if not answer.streaming:
            titles = re.findall(
                r"<title>(.*?)</title>", answer.content.decode(errors="replace"), re.S
            )
            assert found_in(" ".join(titles)) == {}, line


def test_pages_for_strangers_and_for_faults_name_nobody(walked: tuple[Walk, Written, str]) -> None:
    walk, _written, _terminal = walked
    quiet = [
        (line, answer)
        for line, answer in walk.answers
        if answer.status_code in {404, 500} or line.endswith("/account/unlock/")
    ]
    assert {answer.status_code for _line, answer in quiet} >= {200, 404, 500}
    for line, answer in quiet:
        # To come back after choosing a language: the address that the browser shows anyway.
        page = re.sub(r'name="next" value="[^"]*"', "", answer.content.decode())
        assert found_in(page) == {}, line


def _leaks_in_log(written: Written) -> dict[str, str]:
    return {line: str(found) for line in written.lines if (found := found_in(line))}


def _content_of(table: Any) -> str:
    """All its columns; of sessions what they hold once they are opened."""
    rows = []
    for row in table._base_manager.all():
        rows += [str(getattr(row, each.attname)) for each in table._meta.fields]
        if table is Visit:
            rows.append(str(row.get_decoded()))
    return "\n".join(rows)


# ---- The job table ------------------------------------------------------------------------------


def test_a_fault_in_a_job_quotes_no_cell(
    cast: Cast, enter: Enter, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with short_workbook(tmp_path, COMPLETE).open("rb") as content:
        ilya = cast.actor(cast.ilya)
        intake = intakes.receive(ilya, file_name="services.xlsx", content=content)

    def faulty(*_given: object, **_named: object) -> None:
        try:
            raise KeyError(WORDS["day of birth"])
        except KeyError as first:
            raise ValueError(f"cannot read {NAME}") from first

    monkeypatch.setattr(intakes, "check_file", faulty)
    with everything_logged() as written, pytest.raises(jobs.JobStopped) as stopped:
        jobs.check_intake.func(str(intake.pk))
    stored = "".join(format_exception(stopped.value))  # as django_tasks_db does
    assert "ValueError by way of jobs.py:" in stored
    assert found_in(stored) == {}
    assert _leaks_in_log(written) == {}
    intake.refresh_from_db()
    assert intake.state == Intake.REFUSED
    assert not list((home / "files").rglob("upload*"))


# ---- The settings -------------------------------------------------------------------------------


QUOTE = """
import logging, sys
import django
django.setup()
from django.test import Client
import suluh.config.settings.workspace as workspace
assert workspace.DEBUG is False and not django.conf.settings.DEBUG
for name in sys.argv[1:]:
    for level in (logging.DEBUG, logging.WARNING, logging.ERROR):
        logging.getLogger(name).log(level, "Marisombra", exc_info=ValueError("Marisombra"))
Client(raise_request_exception=False).get("/", HTTP_HOST="Marisombra.example")
"""


@pytest.mark.asvs("16.2.5", "13.4.2")
def test_what_django_would_quote_is_printed_nowhere(tmp_path: Path) -> None:
    """The real settings of an installation, in a process of its own."""
    told = {
        **os.environ,
        "SULUH_HOME": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "suluh.config.settings.workspace",
    }
    done = subprocess.run(  # noqa: S603 - our own program, our own arguments
        [sys.executable, "-c", QUOTE, *sorted(QUOTING)], env=told, capture_output=True, text=True
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_no_setting_turns_on_debugging() -> None:
    """Debugging prints statements with their values, and whole pages of variables."""
    folder = Path(common.__file__).parent
    said = [line for path in folder.glob("*.py") for line in path.read_text().splitlines()
            if line.startswith(("DEBUG", "LOGGING", "ADMINS", "MANAGERS"))]  # fmt: skip
    assert said == ["DEBUG = False"]
