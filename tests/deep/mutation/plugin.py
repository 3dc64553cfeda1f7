"""A pytest plugin for the children of worker.py: a database that is ready, who runs which line."""

from __future__ import annotations

import gc
import json
import os
import sys
import threading
from collections.abc import Generator
from pathlib import Path
from types import FrameType
from typing import Any

import pytest
from django.conf import settings

from tests.deep.mutation.loaded import exchange
from tests.deep.mutation.patience import wait
from tests.deep.mutation.variables import DATABASE, ORDERS, TRACE, UNSUITED


def pytest_configure(config: pytest.Config) -> None:
    """Use the database that is ready. Making one takes longer than most tests."""
    settings.DATABASES["default"].setdefault("TEST", {})["NAME"] = os.environ[DATABASE]
    if told := os.environ.get(TRACE):
        out, *files = told.split("\n")
        config.pluginmanager.register(_Watch(Path(out), files))


def pytest_runtestloop(session: pytest.Session) -> bool | None:
    """Instead of running all tests: fork for each order, and run the tests that it names."""
    if ORDERS not in os.environ:
        return None
    reading, writing = map(int, os.environ[ORDERS].split(","))
    items = {item.nodeid: item for item in session.items}
    gc.freeze()
    with os.fdopen(reading, encoding="utf-8") as orders:
        for line in orders:
            order = json.loads(line)
            if (child := os.fork()) == 0:
                os.setpgid(0, 0)
                _in_the_child(session, [items[each] for each in order["tests"]], order)
            os.write(writing, f"{wait(child, order['limit'])}\n".encode())
    return True


def _in_the_child(session: pytest.Session, items: list[pytest.Item], order: dict[str, Any]) -> None:
    status = 3
    gc.unfreeze()
    try:
        path = str(Path(str(sys.modules[order["module"]].__file__)))
        if not exchange(path, order["index"]):
            os._exit(-UNSUITED)
        for item, following in zip(items, [*items[1:], None], strict=True):
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
            if session.testsfailed:
                break
        status = int(session.testsfailed > 0)
    finally:
        os._exit(status)


class _Watch:
    """Notes which lines of some files each test runs, and how long the test takes, in seconds."""

    def __init__(self, out: Path, files: list[str]) -> None:
        self.out, self.files = out, {str(Path(each).resolve()): each for each in files}
        self.now: dict[str, set[int]] = {}
        self.tests: dict[str, dict[str, Any]] = {}

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Generator[None, Any, Any]:
        self.now = {}
        threading.settrace(self._call)
        sys.settrace(self._call)
        try:
            return (yield)
        finally:
            sys.settrace(None)
            threading.settrace(None)
            told = self.tests.setdefault(item.nodeid, {"seconds": 0.0, "passed": True})
            told["lines"] = {file: sorted(lines) for file, lines in self.now.items()}

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        told = self.tests.setdefault(report.nodeid, {"seconds": 0.0, "passed": True})
        told["seconds"] += report.duration
        told["passed"] = told["passed"] and report.passed

    def pytest_sessionfinish(self) -> None:
        self.out.write_text(json.dumps(self.tests))

    def _call(self, frame: FrameType, _event: str, _value: Any) -> Any:
        file = self.files.get(frame.f_code.co_filename)
        if file is None:
            return None
        lines = self.now.setdefault(file, set())

        def line(inner: FrameType, _event: str, _value: Any) -> Any:
            lines.add(inner.f_lineno)
            return line

        lines.add(frame.f_lineno)
        return line
