"""docs/data-dictionary.md: what is stored, and who may see it."""

from __future__ import annotations

from collections.abc import Iterator

from django.apps import apps
from django.db.models import Model

from suluh.config.documentation.markdown import page, table
from suluh.directory.column_words import column
from suluh.directory.domain.fields import ALL_FIELDS, BY_KEY, REQUIRED_KEYS, Field, Sheet
from suluh.foundation.rows import declared_sensitivity
from suluh.kernel.sensitivity import Sensitivity

_DESCRIBED_ABOVE = {
    "directory.Contact",
    "directory.Location",
    "directory.Organization",
    "directory.Service",
}
_SHEETS = {
    Sheet.SERVICES: "What a service carries",
    Sheet.CONTACTS: "What each way of contact carries",
    Sheet.PLACES: "What each place carries",
    Sheet.VERIFICATION: "How it was checked",
    Sheet.ORGANIZATIONS: "What the organization carries",
}


def data_dictionary_page() -> str:
    """docs/data-dictionary.md: every field of the directory, and who may see it."""
    return page(
        "suluh/directory/domain/fields.py",
        "# Data dictionary",
        "Every field of a service, once. The workbook, the check, the import, the form, the "
        "edition and this page are made from one table. *Seen by*: **public** anyone, in print; "
        "**practitioner** people who work with the directory; **restricted** the editors of the "
        "owning agency. Only public fields enter an edition.",
        "There is no field for the address of a safe house, on purpose "
        "([ADR 0004](adr/0004-no-field-for-a-safe-house.md)).",
        *(_sheet_section(sheet, title) for sheet, title in _SHEETS.items()),
        "## What the tables hold besides",
        "Keys, accounts and the state of an import. The program does not start while one column "
        "has no label.",
        *_table_sections(),
    )


def _sheet_section(sheet: Sheet, title: str) -> str:
    rows = [_field_row(field) for field in ALL_FIELDS if field.sheet is sheet]
    headers = ("field", "label", "holds", "seen by", "forms", "HSDS 3.1")
    return f"## {title}\n\n{table(headers, rows)}"


def _field_row(field: Field) -> tuple[str, ...]:
    return (
        f"`{field.key}`" + (" **needed**" if field.key in REQUIRED_KEYS else ""),
        column(field.key).label["en"],
        _holds(field),
        Sensitivity(field.visibility).name.lower(),
        "short, long" if field.short else "long",
        f"`{field.hsds}`" if field.hsds else "",
    )


def _holds(field: Field) -> str:
    if not field.vocabulary:
        return str(field.kind)
    return f"{field.kind} of `{field.vocabulary}`"


def _table_sections() -> Iterator[str]:
    """What the tables hold besides those fields: keys, accounts, the state of an import."""
    for model in sorted(apps.get_models(), key=lambda each: each._meta.label):
        if model.__module__.startswith("suluh."):
            yield f"### {model._meta.label}\n\n{_first_line(model)}\n\n{_columns(model)}"


def _first_line(model: type[Model]) -> str:
    return (model.__doc__ or "").strip().splitlines()[0]


def _columns(model: type[Model]) -> str:
    seen = declared_sensitivity(model)
    rows = [
        (f"`{field.name}`", field.get_internal_type(), seen[field.name].name.lower())
        for field in model._meta.concrete_fields
        if field.name not in BY_KEY or model._meta.label not in _DESCRIBED_ABOVE
    ]
    return table(("column", "holds", "seen by"), rows)
