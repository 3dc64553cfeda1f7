"""Many new rows in a short transaction: values are made ready before it, and only written in it.

Django's bulk_create turns every value into its database form while the transaction is open; for
4,000 services with 70 columns that is seconds in which nobody else can write on SQLite.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection, models


@dataclass(frozen=True, slots=True)
class Insertion:
    """One INSERT statement and the parameters of each row, ready to be sent."""

    sql: str
    parameters: list[list[Any]]

    def write(self) -> None:
        """Send the rows. Call inside a transaction. Raises IntegrityError as Django does."""
        if self.parameters:
            with connection.cursor() as cursor:
                cursor.executemany(self.sql, self.parameters)


def prepare(model: type[models.Model], rows: Sequence[models.Model]) -> Insertion:
    """Make `rows` (unsaved instances of `model`, with their keys) ready to be inserted."""
    fields = model._meta.concrete_fields
    name = connection.ops.quote_name
    columns = ", ".join(name(str(field.column)) for field in fields)
    places = ", ".join(["%s"] * len(fields))
    table = name(model._meta.db_table)
    return Insertion(
        f"INSERT INTO {table} ({columns}) VALUES ({places})",  # noqa: S608 - names of our own tables
        [
            [field.get_db_prep_save(field.pre_save(row, add=True), connection) for field in fields]
            for row in rows
        ],
    )
