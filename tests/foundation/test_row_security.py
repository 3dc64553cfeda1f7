"""Whose rows are in sight: nobody's until somebody says so, and only for a block."""

from __future__ import annotations

import ast
from collections import Counter
from threading import Thread
from uuid import UUID

import pytest
from django.conf import settings

from suluh.foundation.row_security import (
    EVERY_AGENCY,
    NOBODY,
    in_sight,
    rows_of_agency,
    rows_of_every_agency,
    rows_of_nobody,
)
from tests.architecture.source import below, name, tree

AGENCY = UUID("0b6f2a52-7c1e-4d0e-9a57-3a0f6f4d2c11")
# Every place that opens the wall, and how often. To add one, say why in the commit.
OPENED = {
    "suluh/access/operations/exports.py": 1,  # what has expired goes, whosever it is
    "suluh/access/operations/joining.py": 1,  # whoever holds a code belongs to no agency yet
    "suluh/access/queries/actors.py": 2,  # what makes the actor; which agency a command is about
    "suluh/config/command.py": 1,  # the operator
    "suluh/directory/jobs.py": 1,  # a job knows only an identifier
    "suluh/directory/operations/intakes.py": 1,  # tidying up after a worker that stopped
    "suluh/directory/operations/reports.py": 1,  # a reader's report knows no agency
    "suluh/foundation/postgresql/policies.py": 1,  # migrations
    "suluh/foundation/scoping.py": 1,  # whether a value is unique
}


def test_a_thread_begins_with_nothing_in_sight() -> None:
    seen: list[str] = []
    with rows_of_every_agency(reason="around it"):
        thread = Thread(target=lambda: seen.append(in_sight()))
        thread.start()
        thread.join()
    assert seen == [NOBODY]


def test_a_block_ends_as_it_began() -> None:
    with rows_of_nobody():
        with rows_of_agency(AGENCY):
            with rows_of_every_agency(reason="wider"):
                assert in_sight() == EVERY_AGENCY
            assert in_sight() == str(AGENCY)
        assert in_sight() == NOBODY
        with pytest.raises(RuntimeError), rows_of_agency(AGENCY):
            raise RuntimeError
        assert in_sight() == NOBODY


def test_no_agency_is_nobody() -> None:
    with rows_of_agency(None):
        assert in_sight() == NOBODY


@pytest.mark.parametrize("scope", ["*", "'", str(AGENCY), "", 1])
def test_only_a_uuid_names_an_agency(scope: object) -> None:
    with pytest.raises(TypeError), rows_of_agency(scope):  # type: ignore[arg-type]
        pass


def test_opening_needs_a_reason() -> None:
    with pytest.raises(ValueError, match="reason"), rows_of_every_agency(reason=" "):
        pass


def test_the_middleware_is_the_outermost() -> None:
    assert settings.MIDDLEWARE[0] == "suluh.foundation.row_security.NothingInSight"


def test_every_place_that_opens_the_wall_is_written_down() -> None:
    found = Counter(
        name(path)
        for path in below("suluh")
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == rows_of_every_agency.__name__
    )
    assert found == OPENED
