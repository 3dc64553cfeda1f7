"""The tables of bench.trust on PostgreSQL, made by the role that owns them."""

from __future__ import annotations

from bench.trust.acts import create_tables
from bench.trust.arms import Work


def works() -> dict[str, Work]:
    create_tables()
    return {}
