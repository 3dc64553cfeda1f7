"""The log with names as a file for somebody outside: a workbook, or plain CSV.

Every cell with text is harmless in a spreadsheet, whatever somebody is called.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime

import xlsxwriter
from django.utils.translation import gettext as _

from suluh.access import log as reading
from suluh.access.log import lines as log_lines
from suluh.access.models import AuditEntry
from suluh.foundation.cell_text import harmless

FORMS = ("xlsx", "csv")
Row = Sequence[str | int]
_WIDTHS = (9, 17, 28, 24, 44, 60, 66)  # characters


def log_sheet(
    found: Iterable[AuditEntry], *, clock: Callable[[datetime], str], language: str, form: str
) -> bytes:
    """One line for each entry, with the names of today. `form` is one of FORMS."""
    entries = list(found)
    lines = [_head(), *_lines(entries, clock, language)]
    return _workbook(lines) if form == "xlsx" else _csv(lines)


def _head() -> Row:
    return [_("Number"), _("When"), _("Who"), _("Role"), _("What"), _("About"), _("Digest")]


def _lines(
    entries: list[AuditEntry], clock: Callable[[datetime], str], language: str
) -> Iterator[Row]:
    names, own = reading.names_in(entries), log_lines.own_roles(entries)
    for entry in entries:
        name, role = log_lines.who(entry, names, own, language)
        act, about = log_lines.what(entry, names, language)
        texts = (clock(entry.at), name, role, act, about, entry.digest)
        yield [entry.sequence, *(harmless(each) for each in texts)]


def _workbook(lines: Iterable[Row]) -> bytes:
    stream = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(stream, options) as workbook:
        sheet = workbook.add_worksheet(_("Log"))
        sheet.freeze_panes(1, 0)
        for number, width in enumerate(_WIDTHS):
            sheet.set_column(number, number, width)
        bold = workbook.add_format({"bold": True})
        for line, row in enumerate(lines):
            for number, value in enumerate(row):
                write = sheet.write_number if isinstance(value, int) else sheet.write_string
                write(line, number, value, bold if line == 0 else None)
    return stream.getvalue()


def _csv(lines: Iterable[Row]) -> bytes:
    """With a byte order mark, or Excel reads names in the wrong alphabet."""
    stream = io.StringIO(newline="")
    csv.writer(stream, quoting=csv.QUOTE_NONNUMERIC).writerows(lines)
    return stream.getvalue().encode("utf-8-sig")
