"""Which names a page of the log learns: of those who stand on it, and of nobody else."""

from __future__ import annotations

from suluh.access import log
from suluh.access.models import AuditEntry
from tests.cast import Cast


def entry(**given: object) -> AuditEntry:
    return AuditEntry(**given)


def test_who_acts_and_who_is_acted_upon_and_nobody_else(cast: Cast) -> None:
    found = [
        entry(actor=cast.omar.pk, subject=cast.sari.pk, subject_kind="account"),
        entry(actor=None, subject=None, subject_kind=""),
    ]
    assert log.names_in(found) == {cast.omar.pk: "Omar Vane", cast.sari.pk: "Sari Lind"}


def test_a_subject_of_another_kind_is_no_account(cast: Cast) -> None:
    """Even if by chance it had the same identifier."""
    found = [entry(actor=None, subject=cast.sari.pk, subject_kind="service")]
    assert log.names_in(found) == {}
