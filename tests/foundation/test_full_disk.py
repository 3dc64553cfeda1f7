"""A full disk is told from everything else, on either database and for files."""

from __future__ import annotations

import errno
import sqlite3

import psycopg
import pytest
from django.db import OperationalError
from django.test import RequestFactory

from suluh.foundation.errors import went_wrong
from suluh.foundation.full_disk import is_disk_full


def on_sqlite(code: int) -> sqlite3.OperationalError:
    error = sqlite3.OperationalError("words that may change")
    error.sqlite_errorcode = code
    return error


def through_django(cause: Exception) -> OperationalError:
    error = OperationalError("wrapped")
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    "error",
    [
        OSError(errno.ENOSPC, "no room"),
        OSError(errno.EDQUOT, "no more of it for you"),
        on_sqlite(sqlite3.SQLITE_FULL),
        through_django(on_sqlite(sqlite3.SQLITE_FULL)),
        through_django(psycopg.errors.DiskFull()),
    ],
)
def test_no_room_is_recognised(error: Exception) -> None:
    assert is_disk_full(error)
    try:
        raise error
    except Exception:
        response = went_wrong(RequestFactory().get("/"))
    assert response.status_code == 507
    assert "Make room on the disk, then do it again." in response.content.decode()


@pytest.mark.parametrize(
    "error",
    [
        OSError(errno.ENOENT, "not there"),
        through_django(on_sqlite(sqlite3.SQLITE_BUSY)),
        through_django(psycopg.errors.UniqueViolation()),
    ],
)
def test_other_trouble_is_not_taken_for_it(error: Exception) -> None:
    assert not is_disk_full(error)
    try:
        raise error
    except Exception:
        assert went_wrong(RequestFactory().get("/")).status_code == 500
