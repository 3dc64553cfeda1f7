"""Querysets that refuse to run until somebody said on whose behalf.

`Service.objects.all()` is a query without an owner: in a program that several agencies share it is
how one of them reads the other's files. So every way to run a query asks first whether it went
through `.visible_to(actor)` or `.unscoped(reason="...")`.

Known holes, closed elsewhere (docs/adr): forward foreign keys and `select_related` use Django's
base manager; joins and `Subquery(...)` from another model never reach this class.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, ClassVar, Generic, Self, TypeVar

from django.db import models

from suluh.foundation.row_security import rows_of_every_agency
from suluh.foundation.rows import Row

M = TypeVar("M", bound=models.Model, covariant=True)

_lifted: ContextVar[bool] = ContextVar("scoping_lifted", default=False)


class UnscopedQuery(RuntimeError):
    """A query was about to run without `.visible_to(actor)` or `.unscoped(reason=...)`."""


class ScopedQuerySet(models.QuerySet[M], Generic[M]):
    """A queryset that runs only within a scope. Subclasses say what an actor may see."""

    _scope: str = ""

    def rows_of(self, actor: Any) -> Self:
        """The rows that `actor` may see. Any: the rooms that know what an actor is lie above."""
        raise NotImplementedError(f"{type(self).__name__} does not say what an actor may see")

    def visible_to(self, actor: Any) -> Self:
        """The rows that `actor` may see; from here on the queryset may run."""
        return self.rows_of(actor)._within("actor")

    def unscoped(self, *, reason: str) -> Self:
        """All rows. `reason` is for the reader of the code; a test counts the uses of this."""
        if not reason.strip():
            raise ValueError("unscoped() needs a reason")
        return self._within(f"unscoped: {reason}")

    def _within(self, scope: str) -> Self:
        scoped = self._chain()  # type: ignore[attr-defined]
        scoped._scope = scope
        return scoped  # type: ignore[no-any-return]

    def _clone(self) -> Self:
        clone = super()._clone()  # type: ignore[misc]
        clone._scope = self._scope
        return clone  # type: ignore[no-any-return]

    def _require_scope(self) -> None:
        if not self._scope and not _lifted.get():
            raise UnscopedQuery(
                f"{self.model.__name__}: use .visible_to(actor), or .unscoped(reason=...)"
            )

    # Every way by which a queryset reaches the database, or becomes part of one that does.

    def _fetch_all(self) -> None:
        self._require_scope()
        super()._fetch_all()

    def iterator(self, chunk_size: int | None = None) -> Iterator[Any]:
        self._require_scope()
        return super().iterator(chunk_size)

    def aiterator(self, chunk_size: int = 2000) -> Any:
        self._require_scope()
        return super().aiterator(chunk_size)

    def count(self) -> int:
        self._require_scope()
        return super().count()

    def exists(self) -> bool:
        self._require_scope()
        return super().exists()

    def aggregate(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        self._require_scope()
        return super().aggregate(*args, **kwargs)

    def update(self, **kwargs: Any) -> int:
        self._require_scope()
        return super().update(**kwargs)

    def delete(self) -> tuple[int, dict[str, int]]:
        self._require_scope()
        return super().delete()

    def _raw_delete(self, using: str | None) -> int:
        self._require_scope()
        return super()._raw_delete(using)

    def bulk_update(self, *args: Any, **kwargs: Any) -> int:
        self._require_scope()
        return super().bulk_update(*args, **kwargs)

    def bulk_create(self, *args: Any, **kwargs: Any) -> list[Any]:
        """New rows need no scope; rows that may overwrite others do."""
        if kwargs.get("update_conflicts"):
            self._require_scope()
        return super().bulk_create(*args, **kwargs)

    def in_bulk(self, *args: Any, **kwargs: Any) -> dict[Any, Any]:
        self._require_scope()
        return super().in_bulk(*args, **kwargs)

    def raw(self, *args: Any, **kwargs: Any) -> Any:
        """Raw SQL cannot be narrowed, so it needs `unscoped`."""
        if not self._scope.startswith("unscoped") and not _lifted.get():
            raise UnscopedQuery(f"{self.model.__name__}: raw SQL needs .unscoped(reason=...)")
        return super().raw(*args, **kwargs)

    def explain(self, *args: Any, **kwargs: Any) -> str:
        self._require_scope()
        return super().explain(*args, **kwargs)

    def resolve_expression(self, *args: Any, **kwargs: Any) -> Any:
        """Used as a value in another query: `filter(service__in=Service.objects...)`."""
        self._require_scope()
        return super().resolve_expression(*args, **kwargs)

    def _merge_sanity_check(self, other: Any) -> None:
        """`a | b` keeps the scope of `a` but shows the rows of `b`: both need one."""
        self._require_scope()
        other._require_scope()
        super()._merge_sanity_check(other)  # type: ignore[misc]

    def _combinator_query(self, combinator: str, *others: Any, all: bool = False) -> Any:
        for queryset in (self, *others):
            queryset._require_scope()
        return super()._combinator_query(combinator, *others, all=all)  # type: ignore[misc]


@contextmanager
def _every_row_in_sight() -> Iterator[None]:
    token = _lifted.set(True)
    try:
        with rows_of_every_agency(reason="a value may be unique among all agencies"):
            yield
    finally:
        _lifted.reset(token)


class ScopedRow(Row):
    """A row whose default manager is scoped. Subclasses set `objects`.

    Django checks uniqueness through the default manager and must see every row for it: two
    agencies may not share a value that is unique. The answer tells only that a value is taken.
    """

    objects: ClassVar[models.Manager[Any]]

    class Meta:
        abstract = True

    def validate_unique(self, exclude: Any = None) -> None:
        with _every_row_in_sight():
            super().validate_unique(exclude)

    def validate_constraints(self, exclude: Any = None) -> None:
        with _every_row_in_sight():
            super().validate_constraints(exclude)
