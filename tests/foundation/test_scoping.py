"""A scoped queryset does not run before somebody said on whose behalf, by whatever path."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db.models import Count, Prefetch

from suluh.access.models import Account, Agency, Membership
from suluh.foundation.scoping import UnscopedQuery
from tests.cast import Cast

Path = Callable[[Any], Any]
Join = Callable[[Any, Any], Any]

# Each takes the manager or a queryset: the same paths must be refused and then work.
READS: dict[str, Path] = {
    "iteration": lambda rows: list(rows.all()),
    "get": lambda rows: rows.get(role="reader"),
    "first": lambda rows: rows.first(),
    "latest": lambda rows: rows.latest("created_at"),
    "slice": lambda rows: list(rows.all()[:1]),
    "index": lambda rows: rows.order_by("pk")[0],
    "truth": lambda rows: bool(rows.all()),
    "length": lambda rows: len(rows.all()),
    "count": lambda rows: rows.count(),
    "exists": lambda rows: rows.exists(),
    "aggregate": lambda rows: rows.aggregate(n=Count("pk")),
    "values": lambda rows: list(rows.values()),
    "values_list": lambda rows: list(rows.values_list("role", flat=True)),
    "dates": lambda rows: list(rows.dates("created_at", "day")),
    "iterator": lambda rows: list(rows.iterator()),
    "in_bulk": lambda rows: rows.in_bulk(),
    "select_related": lambda rows: list(rows.select_related("account")),
    "filter after": lambda rows: list(rows.filter(role="reader").exclude(role="editor")),
    "explain": lambda rows: rows.explain(),
    "union": lambda rows: list(rows.filter(role="reader").union(rows.filter(role="editor"))),
    "or": lambda rows: list(rows.filter(role="reader") | rows.filter(role="editor")),
    "in another query": lambda rows: list(
        Account.objects.filter(memberships__in=rows.filter(role="editor"))
    ),
}
WRITES: dict[str, Path] = {
    "update": lambda rows: rows.filter(role="reader").update(role="editor"),
    "delete": lambda rows: rows.filter(role="reader").delete(),
    "_raw_delete": lambda rows: rows.filter(role="reader")._raw_delete("default"),
    "bulk_update": lambda rows: rows.bulk_update([Membership()], ["role"]),
    "update_or_create": lambda rows: rows.update_or_create(role="reader", defaults={"role": "x"}),
    "get_or_create": lambda rows: rows.get_or_create(role="reader"),
    "bulk_create over others": lambda rows: rows.bulk_create(
        [], update_conflicts=True, update_fields=["role"], unique_fields=["account"]
    ),
}


@pytest.mark.asvs("8.2.2")
@pytest.mark.django_db
@pytest.mark.parametrize("path", [*READS.values(), *WRITES.values()], ids=[*READS, *WRITES])
def test_without_a_scope_every_path_is_refused(path: Path) -> None:
    with pytest.raises(UnscopedQuery, match="visible_to"):
        path(Membership.objects)


@pytest.mark.parametrize("path", READS.values(), ids=READS)
def test_within_a_scope_every_reading_path_works(path: Path, cast: Cast) -> None:
    path(Membership.objects.visible_to(cast.actor(cast.ilya)))


@pytest.mark.django_db
def test_asynchronous_iteration_is_refused() -> None:
    with pytest.raises(UnscopedQuery):
        Membership.objects.all().aiterator()


@pytest.mark.django_db
def test_raw_sql_needs_unscoped_even_within_a_scope(cast: Cast) -> None:
    with pytest.raises(UnscopedQuery):
        Membership.objects.visible_to(cast.actor(cast.ilya)).raw("SELECT 1")


def test_an_actor_sees_the_own_agency_only(cast: Cast) -> None:
    noor = Membership.objects.visible_to(cast.actor(cast.noor))
    assert [row.account for row in noor] == [cast.noor]
    assert list(Agency.objects.visible_to(cast.actor(cast.ilya))) == [cast.port_tamsin]


def test_an_update_within_a_scope_leaves_other_agencies_alone(cast: Cast) -> None:
    Membership.objects.visible_to(cast.actor(cast.ilya)).update(role="reader")
    assert cast.actor(cast.noor).role == "editor"


@pytest.mark.parametrize("join", [lambda a, b: a | b, lambda a, b: a & b, lambda a, b: a.union(b)])
def test_a_union_does_not_smuggle_in_what_has_no_scope(join: Join, cast: Cast) -> None:
    mine, everything = Membership.objects.visible_to(cast.actor(cast.ilya)), Membership.objects
    for first, second in ((mine, everything.all()), (everything.all(), mine)):
        with pytest.raises(UnscopedQuery):
            list(join(first, second))


def test_unscoped_shows_everything_and_asks_why(cast: Cast) -> None:
    assert Membership.objects.unscoped(reason="a test counts all rows").count() == 6
    with pytest.raises(ValueError, match="reason"):
        Membership.objects.unscoped(reason=" ")


def test_a_reverse_relation_is_refused_until_scoped(cast: Cast) -> None:
    with pytest.raises(UnscopedQuery):
        list(cast.ilya.memberships.all())
    with pytest.raises(UnscopedQuery):
        list(Account.objects.prefetch_related("memberships"))
    mine = Membership.objects.visible_to(cast.actor(cast.ilya))
    accounts = Account.objects.prefetch_related(Prefetch("memberships", queryset=mine))
    assert sum(len(account.memberships.all()) for account in accounts) == 5


def test_saving_and_refreshing_a_row_needs_no_scope(cast: Cast) -> None:
    membership = Membership.objects.visible_to(cast.actor(cast.sari)).get(account=cast.sari)
    membership.role = "editor"
    membership.save()
    membership.refresh_from_db()
    assert membership.role == "editor"


def test_uniqueness_is_checked_across_agencies_by_full_clean(cast: Cast) -> None:
    taken = Agency(
        name="X", slug="port-tamsin-desk", country="ID", timezone="UTC", languages=["en"]
    )
    with pytest.raises(ValidationError, match="already exists"):
        taken.full_clean()
    second = Membership(agency=cast.lake_harrow, account=cast.ilya, role="reader")
    with pytest.raises(ValidationError, match="this Account already exists"):
        second.full_clean()


def test_the_guard_is_back_after_full_clean(cast: Cast) -> None:
    cast.port_tamsin.full_clean()
    with pytest.raises(UnscopedQuery):
        Agency.objects.count()
