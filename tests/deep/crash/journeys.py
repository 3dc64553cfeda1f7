"""Real journeys, as an office makes them, and the traces by which one sees that they were made."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from django.test import Client

from suluh.access import operations
from suluh.access.actor import Actor
from suluh.access.models import Account, Agency, Membership, Visit
from suluh.access.queries.actors import actor_of, operator
from suluh.directory import queries
from suluh.directory.edition.reader import open_edition
from suluh.directory.models import Edition, Intake, PublishedLanguage, ReaderReport, Service
from suluh.directory.operations import intakes
from suluh.directory.operations.editing import correct_service
from suluh.directory.operations.editions import create_draft_edition
from suluh.directory.operations.languages import review_language, set_language
from suluh.directory.operations.reports import collect_reports, handle_report
from suluh.foundation.home import suluh_home
from tests.cast import PASSWORD
from tests.conftest import shown_now
from tests.directory.workbooks import COMPLETE

NEW = "nine boats at the quay"
Traces = dict[str, bool]


def nothing() -> Traces:
    """A journey without a trace of this kind."""
    return {}


@dataclass(frozen=True)
class Journey:
    """`entry` is the act in the log, "" for none.

    `together` are traces in the database: they are there exactly when the entry is. `later` are
    traces that may be missing when the entry is there (a session, a file, an answer), never the
    other way round. `again` is how it is repeated, where that is something else.
    """

    act: Callable[[], None]
    entry: str
    together: Callable[[], Traces] = nothing
    later: Callable[[], Traces] = nothing
    again: Callable[[], None] | None = None


def account(persona: str) -> Account:
    return Account.objects.get(email=f"{persona}@example.org")


def actor(persona: str) -> Actor:
    found = actor_of(account(persona))
    assert found is not None
    return found


def agency() -> Agency:
    found: Agency = Agency.objects.visible_to(actor("omar")).get()
    return found


def browser(persona: str = "") -> Client:
    client = Client(SERVER_NAME="localhost")
    if persona:
        client.force_login(account(persona))
        shown_now(client, account(persona))
    return client


def sessions_of(persona: str) -> int:
    return Visit.objects.filter(account=account(persona)).count()


def _sign_in() -> None:
    form = {"login": "sari@example.org", "password": PASSWORD}
    assert browser().post("/account/sign-in/", form).status_code == 302


def _refused() -> None:
    form = {"login": "sari@example.org", "password": "seven lamps by the river"}
    assert browser().post("/account/sign-in/", form).status_code == 200


def _change_password() -> None:
    form = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
    assert browser("ilya").post("/account/password/", form).status_code == 302


def _open_account() -> None:
    operations.create_account(
        actor("omar"), agency=agency(), email="zuleika@example.org", full_name="Zuleika Quint",
        role="reader", password=PASSWORD,
    )  # fmt: skip


def _opened() -> Traces:
    there = Account.objects.filter(email="zuleika@example.org").first()
    member = Membership.objects.visible_to(actor("omar")).filter(account=there).exists()
    return {"account": there is not None, "membership": there is not None and member}


def role_of(persona: str) -> str:
    membership: Membership = Membership.objects.visible_to(actor("omar")).get(
        account=account(persona)
    )
    return membership.role


def _set_up_agency() -> None:
    operations.create_agency(
        operator(), name="Third Desk", country="ID", timezone="Asia/Jakarta", languages=["en"]
    )


def agency_named(name: str) -> bool:
    return (
        Agency.objects.unscoped(reason="a crash test looks at everything")
        .filter(name=name)
        .exists()
    )


def workbook() -> Path:
    """Made by orders.prepare, outside the installation."""
    return suluh_home().root.parent / "brought.xlsx"


def intake_in(*states: str) -> Intake:
    found: Intake = (
        Intake.objects.visible_to(actor("ilya")).filter(state__in=states).latest("created_at")
    )
    return found


def _receive() -> None:
    content = BytesIO(workbook().read_bytes())
    intakes.receive(actor("ilya"), file_name="second.xlsx", content=content)


def _received() -> Traces:
    return {
        "row": Intake.objects.visible_to(actor("ilya")).filter(file_name="second.xlsx").exists()
    }


def _check() -> None:
    intakes.check_intake(actor("ilya"), intake=intake_in(Intake.WAITING, Intake.CHECKING))


def _checked() -> Traces:
    intakes_of_this_name = Intake.objects.visible_to(actor("ilya")).filter(file_name="waiting.xlsx")
    return {"state": intakes_of_this_name.filter(state=Intake.CHECKED).exists()}


def _bring_and_check() -> None:
    """The upload goes before its outcome is stored. It may be gone: the page asks for it again."""
    content = BytesIO(workbook().read_bytes())
    intake = intakes.receive(actor("ilya"), file_name="waiting.xlsx", content=content)
    intakes.check_intake(actor("ilya"), intake=intake)


def _import() -> None:
    intakes.import_intake(actor("ilya"), intake=intake_in(Intake.CHECKED, Intake.IMPORTING))


def _imported() -> Traces:
    ilya = actor("ilya")
    made = Service.objects.visible_to(ilya).filter(name__en__startswith="Brought")
    return {
        "services": made.count() == 2,
        "a service": made.exists(),
        "contacts": any(each.contacts.exists() for each in made),
    }


def _marked_imported() -> Traces:
    return {"state": Intake.objects.visible_to(actor("ilya")).filter(state="imported").exists()}


def a_service() -> Service:
    found: Service = Service.objects.visible_to(actor("ilya")).get(name__en=COMPLETE["name.en"])
    return found


def _correct() -> None:
    cells = {key: str(value) for key, value in (COMPLETE | {"cost": "free"}).items()}
    service = a_service()
    correct_service(actor("ilya"), service=service, cells=cells, as_read=service.as_read)


def _corrected() -> Traces:
    service = a_service()
    assert service.contacts.count() == 1  # taken away and put back in the same breath
    return {"cost": service.cost == "free"}


def _edition_recorded() -> Traces:
    return {"row": Edition.objects.visible_to(actor("ilya")).filter(name="second").exists()}


def _edition_in_force() -> Traces:
    edition = open_edition(suluh_home().edition)
    try:
        return {"file": edition.meta.name == "second"}
    finally:
        edition.close()


def _shown(code: str) -> bool:
    return any(
        each.code == code and each.shown for each in queries.published_languages(actor("ilya"))
    )


def _reviewed() -> Traces:
    rows = PublishedLanguage.objects.visible_to(actor("ilya"))
    return {"reviewer": rows.filter(code="ar", reviewed_by="Dewi Roe").exists()}


def a_report() -> ReaderReport:
    found: ReaderReport = ReaderReport.objects.visible_to(actor("ilya")).get(reason="felt_unsafe")
    return found


def _collected() -> Traces:
    """Once, however often it was begun."""
    rows = ReaderReport.objects.visible_to(actor("ilya")).filter(reason="closed")
    counts = [row.count for row in rows]
    assert counts in ([], [2]), counts
    return {"row": bool(counts)}


def _take() -> None:
    response = browser("ilya").get("/directory/services/workbook/")
    assert response.status_code == 200
    assert b"".join(response.streaming_content)  # type: ignore[attr-defined]


JOURNEYS = {
    "somebody signs in": Journey(
        _sign_in,
        "sign_in.done",
        together=lambda: {"last sign-in": account("sari").last_login is not None},
        later=lambda: {"session": sessions_of("sari") > 0},
    ),
    "somebody is refused": Journey(_refused, "sign_in.refused"),
    "a password is changed": Journey(
        _change_password,
        "account.password_changed",
        together=lambda: {"password": account("ilya").check_password(NEW)},
    ),
    "the operator sets a password": Journey(
        lambda: operations.set_password(operator(agency()), account=account("sari"), password=NEW),
        "account.password_set",
        together=lambda: {"password": account("sari").check_password(NEW)},
    ),
    "an agency is set up": Journey(
        _set_up_agency, "agency.created", together=lambda: {"row": agency_named("Third Desk")}
    ),
    "an account is opened": Journey(_open_account, "account.created", together=_opened),
    "a role is changed": Journey(
        lambda: void(operations.change_role(actor("omar"), account=account("sari"), role="editor")),
        "account.role_changed",
        together=lambda: {"role": role_of("sari") == "editor"},
    ),
    "an account is closed": Journey(
        lambda: operations.deactivate_account(actor("omar"), account=account("sari")),
        "account.closed",
        together=lambda: {"closed": not account("sari").is_active},
    ),
    "a workbook is received": Journey(_receive, "workbook.received", together=_received),
    "a workbook is checked": Journey(
        _check, "workbook.checked", together=_checked, again=_bring_and_check
    ),
    "a workbook is imported": Journey(
        _import, "workbook.imported", together=_imported, later=_marked_imported
    ),
    "a service is corrected": Journey(_correct, "service.corrected", together=_corrected),
    "an edition is made": Journey(
        lambda: void(create_draft_edition(actor("ilya"), name="second")),
        "edition.made",
        together=_edition_recorded,
        later=_edition_in_force,
    ),
    "a language is turned on": Journey(
        lambda: void(set_language(actor("ilya"), code="km", shown=True)),
        "language.shown",
        together=lambda: {"shown": _shown("km")},
    ),
    "a language is reviewed": Journey(
        lambda: void(review_language(actor("ilya"), code="ar", reviewer="Dewi Roe")),
        "language.reviewed",
        together=_reviewed,
    ),
    "a report is handled": Journey(
        lambda: void(handle_report(actor("ilya"), report=a_report())),
        "report.handled",
        together=lambda: {"day": a_report().handled_on is not None},
    ),
    "reports are collected": Journey(lambda: void(collect_reports()), "", together=_collected),
    "the directory is taken": Journey(_take, "directory.taken"),
}


def void(_outcome: object) -> None:
    """A journey gives nothing back."""
