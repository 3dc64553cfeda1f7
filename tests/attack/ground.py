"""The ground that is attacked: every address, every row of an office, and an office elsewhere."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import transaction
from django.db.models import Model
from django.urls import URLPattern, URLResolver, get_resolver, resolve, reverse

from suluh.access.models import (
    Account,
    Agency,
    AgencyRole,
    AuditEntry,
    Membership,
    Team,
    Visit,
)
from suluh.access.operations.accounts import standing
from suluh.access.operations.refusals import PAGE_REFUSED
from suluh.directory.models import Service
from suluh.foundation.home import suluh_home
from tests.access_matrix.table import OBJECTS
from tests.cast import Cast, agree, give_app

# Guesses are counted and visits are seen by whoever comes; neither says anything of an office.
# The head of the log follows its entries, which are compared.
NOT_COMPARED = {"access_attempts", "access_visit", "access_audithead"}


def patterns(found: list[Any] | None = None, space: str = "") -> Iterator[tuple[str, URLPattern]]:
    """The full name of every address, e.g. "directory:services", with its pattern."""
    for pattern in get_resolver().url_patterns if found is None else found:
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from patterns(pattern.url_patterns, inner)
        elif isinstance(pattern, URLPattern):
            yield f"{space}{pattern.name}", pattern


NAMES = sorted({name for name, _pattern in patterns()})
# A language is a code that every office has: no row of anybody is named by it.
WITH_OBJECT = sorted(
    name for name, pattern in patterns() if set(pattern.pattern.converters) - {"code"}
)


def address(name: str, cast: Cast) -> str:
    """The address; where it names a row, one of Port Tamsin Desk that is made now."""
    return reverse(name, kwargs=OBJECTS[name](cast) if name in OBJECTS else {})


def as_read(wanted: str) -> dict[str, str]:
    """What a form at this address says it was made from: an attacker has just loaded it."""
    pk = resolve(wanted).kwargs.get("pk")
    if wanted.endswith("/open/") and (member := _all(Membership).filter(pk=pk).first()):
        return {"as_read": standing(member)}
    for model in (AgencyRole, Team, Service, Membership):
        if row := _all(model).filter(pk=pk).first():
            return {"as_read": row.as_read}
    return {}


def everything_of(agency: Agency) -> dict[str, str]:
    """A digest of every table, of the rows that belong to this office, and of its files."""
    found = {"visits": ",".join(sorted(map(str, _visits(agency))))}
    members = set(_all(Membership).filter(agency=agency).values_list("account", flat=True))
    for model in apps.get_models():
        rows = [_text(row) for row in _rows_of(model, agency, members)]
        found[model._meta.db_table] = hashlib.sha256("\n".join(sorted(rows)).encode()).hexdigest()
    files = sorted(str(path) for path in suluh_home().files.rglob("*") if path.is_file())
    return {**found, "files": hashlib.sha256("\n".join(files).encode()).hexdigest()}


def _visits(agency: Agency) -> Iterator[UUID]:
    """Which are open, and nothing of what each holds."""
    members = _all(Membership).filter(agency=agency).values("account")
    yield from _all(Visit).filter(account__in=members).values_list("number", flat=True)


def _rows_of(model: type[Model], agency: Agency, members: set[UUID]) -> Any:
    if model._meta.db_table in NOT_COMPARED:
        return ()
    if model is AuditEntry:  # that somebody was refused is all that a refusal may write
        return _all(model).filter(agency=agency).exclude(act=PAGE_REFUSED)
    columns = {field.name for field in model._meta.get_fields()}
    if "agency" in columns:
        return _all(model).filter(agency=agency)
    if model is Agency:
        return _all(model).filter(pk=agency.pk)
    if model is Account:
        return _all(model).filter(pk__in=members)
    for name in ("account", "user"):
        if name in columns:
            return _all(model).filter(**{f"{name}__in": members})
    return _all(model).all()


def _all(model: type[Model]) -> Any:
    """The base manager asks for no scope: an attack looks at everything."""
    return model._base_manager


def _text(row: Model) -> str:
    return repr([(field.attname, getattr(row, field.attname)) for field in row._meta.fields])


def with_role(cast: Cast, account: Account, role: str) -> Account:
    """The account in another role, its second factor and the agreement in place."""
    _all(Membership).filter(account=account).update(role=role)
    agree(account)
    if account.pk not in {cast.omar.pk, cast.vera.pk}:
        give_app(account)
    return account


@contextmanager
def undone() -> Iterator[None]:
    """Whatever an attack did is taken back, so that the next one meets the same office."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
