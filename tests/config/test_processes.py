"""The job worker also collects readers' reports, and stops when told."""

from __future__ import annotations

import threading

import pytest
from django.utils.module_loading import import_string

from suluh.config import processes
from suluh.directory.operations.intakes import give_up_abandoned
from suluh.directory.operations.reports import collect_reports


def test_reports_are_collected_until_told_to_stop(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes, "BETWEEN_COLLECTIONS", 0)
    stopping = threading.Event()
    calls: list[int] = []

    def collect() -> int:
        calls.append(len(calls))
        if len(calls) == 3:
            stopping.set()
        return 0

    processes.collect_until(stopping, collect)
    assert calls == [0, 1, 2]


def test_a_failure_is_said_without_its_words_and_tried_again(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(processes, "BETWEEN_COLLECTIONS", 0)
    stopping = threading.Event()
    calls: list[int] = []

    def collect() -> int:
        calls.append(len(calls))
        if len(calls) == 1:
            raise PermissionError("2026-11-20.bcdf1234.felt_unsafe.1")
        stopping.set()
        return 0

    processes.collect_until(stopping, collect)
    assert calls == [0, 1]
    assert capsys.readouterr().err == "Reports were not collected (PermissionError).\n"


def test_told_to_stop_it_does_not_wait_for_the_next_time() -> None:
    stopping = threading.Event()
    began = threading.Event()

    def collect() -> int:
        began.set()
        return 0

    thread = threading.Thread(target=processes.collect_until, args=(stopping, collect), daemon=True)
    thread.start()
    assert began.wait(30)
    stopping.set()
    thread.join(30)
    assert not thread.is_alive()


def test_the_worker_knows_where_to_find_it() -> None:
    assert import_string(processes.COLLECT_REPORTS) is collect_reports


def test_the_worker_throws_old_uploads_away_also_when_none_comes() -> None:
    assert import_string(processes.GIVE_UP_UPLOADS) is give_up_abandoned
    assert processes.GIVE_UP_UPLOADS in processes.BESIDE
