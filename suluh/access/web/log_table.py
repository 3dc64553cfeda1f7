"""Entries of the log as a table, in words."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django.utils.translation import gettext as _

from suluh.access import log as reading
from suluh.access.log import lines as log_lines
from suluh.access.models import Agency, AuditEntry
from suluh.foundation import components as c


def table(agency: Agency, found: list[AuditEntry], language: str) -> c.Table:
    """One row for each entry; times as the clock on the wall of the office shows them."""
    names, own = reading.names_in(found), log_lines.own_roles(found)
    columns = [
        c.Column(_("Number"), end=True),
        c.Column(_("When")),
        c.Column(_("Who")),
        c.Column(_("What")),
    ]
    rows = [
        [
            c.Cell(each.sequence),
            c.Cell(agency.clock(each.at)),
            _who(each, names, own, language),
            _what(each, names, language),
        ]
        for each in found
    ]
    return c.Table(_("Log"), columns, [c.RowGroup(rows)])


def _who(
    entry: AuditEntry, names: Mapping[UUID, str], own: Mapping[str, str], language: str
) -> c.Cell:
    name, role = log_lines.who(entry, names, own, language)
    return c.Cell(name, note=role)


def _what(entry: AuditEntry, names: Mapping[UUID, str], language: str) -> c.Cell:
    act, note = log_lines.what(entry, names, language)
    return c.Cell(act, note=note)
