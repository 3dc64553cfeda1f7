"""What the stage can be told to do. Each runs in a child process of its own (stage.py)."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from typing import Any
from uuid import uuid4

import time_machine
from django.core.management import call_command
from django.db import connection
from django.urls import get_resolver
from openpyxl import load_workbook

from suluh.access import log
from suluh.access.acts import acts
from suluh.access.operations import attempts
from suluh.access.queries.actors import agencies_of_this_machine, operator
from suluh.access.roles import roles
from suluh.directory.domain.checking import Outcome
from suluh.directory.edition.contents import public_code
from suluh.directory.edition.reader import open_edition
from suluh.directory.intake.reading import Options
from suluh.directory.models import Intake, ReaderReport, Service
from suluh.directory.operations import intakes
from suluh.directory.operations.checking import check_file
from suluh.directory.operations.editions import create_draft_edition
from suluh.directory.operations.importing import import_outcome
from suluh.directory.serial import outcome_of
from suluh.directory.vocabularies import shelf
from suluh.foundation.home import suluh_home
from suluh.foundation.row_security import rows_of_every_agency
from tests import cast
from tests.deep.crash.dying import Writes
from tests.deep.crash.journeys import JOURNEYS, browser, workbook
from tests.deep.crash.verdicts import NOT_RECORDED
from tests.directory.workbooks import COMPLETE, short_workbook

Say = Callable[[Any], None]
attempts.CLEAN_UP = 0.0  # by chance: each run would have other moments to die at


def do(order: dict[str, Any], say: Say) -> None:
    """Do one order. Pages close PostgreSQL's wall again; who prepares and looks has it open."""
    with rows_of_every_agency(reason="a crash test prepares and looks at everything"):
        ORDERS[order.pop("do")](say, **order)


def warm_up() -> None:
    """Load what every child would load for itself. Opens no database."""
    get_resolver().url_patterns  # noqa: B018
    roles(), acts(), shelf()


def prepare(say: Say) -> None:
    """An office with something of everything that the journeys need."""
    office = cast.assemble()
    office.port_tamsin.languages = ["en", "id", "km", "ar"]
    office.port_tamsin.save()
    ilya, outside = office.actor(office.ilya), workbook().parent
    import_outcome(ilya, _checked(short_workbook(outside, COMPLETE, name="first.xlsx")))
    rows = [COMPLETE | {"name.en": f"Brought {number}"} for number in range(2)]
    short_workbook(outside, *rows, name=workbook().name)
    for name in ("ready.xlsx", "waiting.xlsx"):
        content = BytesIO(workbook().read_bytes())
        intake = intakes.receive(ilya, file_name=name, content=content)
        if name == "ready.xlsx":
            intakes.check_intake(ilya, intake=intake)
    create_draft_edition(ilya, name="first")
    service: Service = Service.objects.visible_to(ilya).get()
    code = public_code(str(service.hsds_id))
    for number in (1, 2):
        (suluh_home().inbox / f"{datetime.now(UTC).date()}.{code}.closed.{number}").touch()
    ReaderReport.objects.create(
        agency=office.port_tamsin, service=service, reason="felt_unsafe",
        day=date(2026, 11, 20), count=3,
    )  # fmt: skip
    say("prepared")


def _checked(path: Any) -> Outcome:
    options = Options(mapping=None, source="", language="en", country="ID", timezone="")
    return check_file(path, options=options).outcome


def run(say: Say, journey: str, die_at: int = 0) -> None:
    """Make a journey, and die at one of its writes. Says how many moments there were."""
    writes = Writes(suluh_home().root, die_at, say)
    with writes.watched():
        JOURNEYS[journey].act()
        say("answered")
    say({"moments": writes.moments})


def again(say: Say, journey: str) -> None:
    """Make it once more, as somebody does who sees that it is not done."""
    made = JOURNEYS[journey]
    if not all((made.together() | made.later()).values()) or not made.together():
        (made.again or made.act)()
    say("answered")


def look(say: Say, journey: str) -> None:
    """What a fresh process finds."""
    made = JOURNEYS[journey]
    say(
        {
            "damage": _damage(),
            "logs": [log.examine(operator(each)).ok for each in agencies_of_this_machine()],
            "entries": _entries(),
            "recorded": _entries(made.entry) if made.entry else NOT_RECORDED,
            "together": made.together(),
            "later": made.later(),
            "files": _files(),
        }
    )


def _damage() -> list[Any]:
    """What the database itself finds wrong. PostgreSQL checks when it reads."""
    connection.check_constraints()
    if connection.vendor != "sqlite":
        return []
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA integrity_check")
        found = [row for row in cursor.fetchall() if row != ("ok",)]
        cursor.execute("PRAGMA foreign_key_check")
        return [*found, *cursor.fetchall()]


def _entries(act: str = "") -> int:
    """How many entries all logs hold, of one act or of any."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM access_auditentry WHERE act = %s OR %s = ''", [act, act]
        )
        found: int = cursor.fetchone()[0]
        return found


def _files() -> list[str]:
    """Every file below the installation but the database and keys; identifiers left out.

    Raises when one that is in use cannot be read as what it is.
    """
    home = suluh_home()
    open_edition(home.edition).close()
    everyone = Intake.objects.unscoped(reason="a crash test looks at everything")
    for intake in everyone.filter(state__in=(Intake.CHECKED, Intake.IMPORTING)):
        outcome_of((intakes.folder_of(intake) / "outcome.json").read_bytes())
        load_workbook(intakes.report_of(intake)).close()
    found = [each for each in home.root.rglob("*") if each.is_file()]
    kept = [each.relative_to(home.root).as_posix() for each in found]
    return sorted(
        re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}", "ID", each)
        for each in kept
        if not each.startswith(("db/", "keys/", "inbox/"))
    )


def tidy(say: Say, days: int) -> None:
    """What happens when the doors open so many days later."""
    with time_machine.travel(datetime.now(UTC) + timedelta(days=days)):
        intakes.give_up_abandoned()
    say("tidied")


def durability(say: Say) -> None:
    """How SQLite keeps its journal, and whether it waits for the disk."""
    if connection.vendor != "sqlite":
        say([])
        return
    with connection.cursor() as cursor:
        rows = [
            cursor.execute(f"PRAGMA {each}").fetchone()[0]
            for each in ("journal_mode", "synchronous")
        ]
    say(rows)


def visit(say: Say, address: str, cookies: dict[str, str] | None = None) -> None:
    """What an editor sees at an address, if need be an error page. Signs in without `cookies`."""
    client = browser("" if cookies else "ilya")
    for name, value in (cookies or {}).items():
        client.cookies[name] = value
    client.raise_request_exception = False
    response = client.get(address)
    say(
        {
            "status": response.status_code,
            "page": b"".join(response).decode(errors="replace"),
            "cookies": {name: each.value for name, each in client.cookies.items()},
        }
    )


def migrate(say: Say, die_at: int = 0, to: Sequence[Sequence[str]] = ()) -> None:
    """Bring the tables up to date, or to these states of apps; if need be die on the way."""
    writes = Writes(suluh_home().root, die_at, say)
    with writes.watched():
        for target in to or ((),):
            call_command("migrate", *target, verbosity=0, interactive=False)
    say({"moments": writes.moments})


def add_agency(say: Say) -> None:
    """An agency as it was in the first migration: a later one must give it a log."""
    now = datetime.now(UTC)
    row: list[Any] = [
        uuid4().hex,
        now,
        now,
        "Port Tamsin Desk",
        "port-tamsin-desk",
        "ID",
        "Asia/Jakarta",
        "[]",
    ]
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO access_agency (id, created_at, updated_at, name, slug, country, timezone,"
            " languages) VALUES (%s, %s, %s, %s, %s, %s, %s, %s)",
            row,
        )
    say("added")


def tables(say: Say) -> None:
    """Every table, column, constraint, index and trigger, what was migrated, and who has a log."""
    statements = ON_SQLITE if connection.vendor == "sqlite" else ON_POSTGRESQL
    found: list[Any] = [_damage()]
    with connection.cursor() as cursor:
        for statement in (*statements, *ON_BOTH):
            cursor.execute(statement)
            found.append(sorted(cursor.fetchall(), key=repr))
    say(found)


ON_SQLITE = ("SELECT type, name, tbl_name, sql FROM sqlite_master",)
ON_POSTGRESQL = (
    "SELECT table_name, column_name, data_type, is_nullable FROM information_schema.columns"
    " WHERE table_schema = 'public'",
    "SELECT conrelid::regclass::text, pg_get_constraintdef(oid) FROM pg_constraint",
    "SELECT tablename, indexdef FROM pg_indexes WHERE schemaname = 'public'",
    "SELECT tgrelid::regclass::text, tgname FROM pg_trigger WHERE NOT tgisinternal",
)
ON_BOTH = (
    "SELECT app, name FROM django_migrations",
    "SELECT app_label, model FROM django_content_type",
    "SELECT codename FROM auth_permission",
    "SELECT count(*) FROM access_audithead",
)


ORDERS: dict[str, Callable[..., None]] = {
    "prepare": prepare,
    "run": run,
    "again": again,
    "look": look,
    "tidy": tidy,
    "durability": durability,
    "visit": visit,
    "migrate": migrate,
    "add_agency": add_agency,
    "tables": tables,
}
