"""A real directory of 4,089 services: our check and import beside reading and validating alone.

Run by `make bench`, or `python -m bench.miami`. Needs the measured test set beside the checkout.
The peers do less on the same rows: openpyxl only reads them, jsonschema only validates them.
"""

from __future__ import annotations

import csv
import gzip
import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

import django
import jsonschema
import jsonschema_rs
import xlsxwriter
from django.core.management import call_command
from openpyxl import load_workbook
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

HSDS = Path(__file__).parents[1].parent / "shared" / "data" / "hsds"
MIAMI = HSDS / "open211-miami-2019"
SCHEMAS = HSDS / "spec" / "hsds-3.1" / "schema"


def main() -> int:
    """Print one line for each figure, in seconds."""
    if not MIAMI.is_dir():
        print("skipped: the measured test set is not beside this checkout")
        return 0
    with TemporaryDirectory() as folder:
        _suluh(Path(folder))
        _openpyxl(Path(folder))
    _validators()
    return 0


def _say(what: str, seconds: float, note: str = "") -> None:
    print(f"{what:<58}{seconds:>8.2f} s  {note}", flush=True)


@contextmanager
def _timed(what: str) -> Iterator[None]:
    started = perf_counter()
    yield
    _say(what, perf_counter() - started)


def _suluh(home: Path) -> None:
    os.environ["SULUH_HOME"] = str(home)
    os.environ["DJANGO_SETTINGS_MODULE"] = "suluh.config.settings.workspace"
    django.setup()
    call_command("migrate", verbosity=0)
    # First-party imports that need Django to be set up.
    from suluh.access.operations import create_agency  # noqa: PLC0415
    from suluh.access.queries.actors import operator  # noqa: PLC0415
    from suluh.directory.intake.reading import Options  # noqa: PLC0415
    from suluh.directory.operations import editions, importing  # noqa: PLC0415
    from suluh.directory.operations.checking import check_file  # noqa: PLC0415

    actor = operator(
        create_agency(operator(), name="Bench", country="US", timezone="UTC", languages=["en"])
    )
    write = importing._write
    spent: list[float] = []

    def timed_write(*args: Any) -> None:
        started = perf_counter()
        write(*args)
        spent.append(perf_counter() - started)

    importing._write = timed_write  # type: ignore[assignment]
    options = Options(country="US")
    begun = perf_counter()
    with _timed("Suluh: open in a fenced process, read, check 13 tables"):
        outcome = check_file(MIAMI, options=options).outcome
    with _timed("Suluh: import, first time"):
        importing.import_outcome(actor, outcome)
    _say("  of it the writing inside the transaction", spent[-1], "(aim: 3)")
    _say("Suluh: check and import together", perf_counter() - begun, "(aim: 20)")
    with _timed("Suluh: the same import again, nothing to change"):
        importing.import_outcome(actor, outcome)
    with _timed("Suluh: check with the marked report"):
        check_file(MIAMI, options=options, report=home / "report.xlsx")
    with _timed("Suluh: a draft edition of 4,089 services"):
        editions.create_draft_edition(actor, name="bench")


def _openpyxl(folder: Path) -> None:
    """The rows of the 13 tables in one workbook, written outside the clock."""
    path = folder / "miami.xlsx"
    _write_workbook(path)
    with _timed("openpyxl: read the same rows, read-only, nothing else"):
        book = load_workbook(path, read_only=True)
        rows = sum(1 for sheet in book for _ in sheet.iter_rows(values_only=True))
    print(f"  ({rows} rows)")


def _write_workbook(path: Path) -> None:
    with xlsxwriter.Workbook(str(path), {"constant_memory": True}) as book:
        for table in sorted((MIAMI / "data").glob("*.csv")):
            sheet = book.add_worksheet(table.stem[:31])
            with table.open(encoding="utf-8", newline="") as lines:
                for number, row in enumerate(csv.reader(lines)):
                    for place, cell in enumerate(row):
                        sheet.write_string(number, place, cell[:32767])


def _validators() -> None:
    with gzip.open(MIAMI / "derived" / "services_hsds31.json.gz") as packed:
        found = json.load(packed)
    services = found["contents"] if isinstance(found, dict) else found
    schemas = {path.name: json.loads(path.read_text()) for path in SCHEMAS.glob("*.json")}
    registry: Registry[Any] = Registry().with_resources(
        (name, Resource.from_contents(schema, default_specification=DRAFT202012))
        for name, schema in schemas.items()
    )
    service = schemas["service.json"]
    python = jsonschema.Draft202012Validator(service, registry=registry)
    with _timed(f"jsonschema: validate {len(services)} services (schema only)"):
        invalid = sum(not python.is_valid(each) for each in services)
    print(f"  ({invalid} not valid)")
    rust = jsonschema_rs.Draft202012Validator(
        service, retriever=lambda uri: schemas[uri.rpartition("/")[2]], base_uri="json-schema:///"
    )
    with _timed(f"jsonschema-rs: validate {len(services)} services (schema only)"):
        invalid = sum(not rust.is_valid(each) for each in services)
    print(f"  ({invalid} not valid)")


if __name__ == "__main__":
    sys.exit(main())
