"""A name in the log that is taken is never calculated by whoever opens the file."""

from __future__ import annotations

import csv
import io
from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction
from openpyxl import load_workbook

from suluh.access.models import Account
from suluh.access.operations.audit import record
from suluh.access.operations.exports import file_of
from suluh.access.operations.log_taking import take_log
from suluh.foundation.cell_text import harmless
from tests.access.test_exports import approved
from tests.cast import Cast

HOSTILE = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1", "\u200b=1", "＝1+1"]


@pytest.fixture
def hostile(cast: Cast) -> Cast:
    """Everybody who ever worked here has a name that a spreadsheet would calculate."""
    for name in HOSTILE:
        account = Account.objects.create(email=f"{uuid4().hex}@example.org", full_name="x")
        Account.objects.filter(pk=account.pk).update(full_name=name)
        with transaction.atomic():
            record(cast.actor(cast.omar), "account.closed", subject=account)
            record(_acting_as(cast, account), "sign_in.ended")
    return cast


def _acting_as(cast: Cast, account: Account) -> Any:
    actor = cast.actor(cast.ilya)
    object.__setattr__(actor, "account_id", account.pk)
    return actor


@pytest.mark.asvs("1.2.10")
def test_no_name_becomes_a_formula_in_the_workbook(hostile: Cast, quick: None) -> None:
    content = _taken(hostile, "xlsx")
    (sheet,) = load_workbook(io.BytesIO(content)).worksheets
    cells = [cell for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells if cell.value is not None} == {"s", "n"}
    texts = [cell.value for cell in cells if isinstance(cell.value, str)]
    assert _calculated(texts) == []
    assert sum("=1" in each for each in texts) >= 5
    assert "Omar Vane" in texts


@pytest.mark.asvs("1.2.10")
def test_no_name_becomes_a_formula_in_the_csv_file(hostile: Cast, quick: None) -> None:
    text = _taken(hostile, "csv").decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text, newline="")))
    assert _calculated([cell for row in rows for cell in row]) == []
    assert len({len(row) for row in rows}) == 1
    assert rows[0][:3] == ["Number", "When", "Who"]
    assert any("'=1+1" in row for row in rows)


def _taken(cast: Cast, form: str) -> bytes:
    joint = approved(cast, form)
    sealed = take_log(cast.actor(cast.vera), parameters=joint.parameters)
    return file_of(sealed.export.pk).read_bytes().removeprefix(b"sealed:")


def _calculated(texts: list[str]) -> list[str]:
    return [each for each in texts if each.strip("\t\r\n \u200b")[:1] in tuple("=+-@＝＋－＠")]


@pytest.mark.asvs("1.2.10")
@pytest.mark.parametrize("text", HOSTILE)
def test_a_text_that_would_be_calculated_stands_behind_an_apostrophe(text: str) -> None:
    assert harmless(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "Omar Vane", "1-2", "a=b", "'x", "२"])
def test_any_other_text_stays_as_it_is(text: str) -> None:
    assert harmless(text) == text
