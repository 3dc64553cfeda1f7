"""The process that runs tests against mutants, each in a child of its own.

Django and pytest are loaded once, Suluh by every child anew, one module of it changed on the way
from the file to memory: no file of the working tree is ever touched. Orders and answers are JSON
objects, one a line.
"""

from __future__ import annotations

import importlib
import json
import os
import shutil
import sys
import tempfile
import traceback
from collections.abc import Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from pathlib import Path
from types import CodeType, ModuleType
from typing import IO, Any

import pytest

from tests.deep.mutation.mutants import mutated
from tests.deep.mutation.patience import wait
from tests.deep.mutation.variables import DATABASE, ORDERS, TRACE, UNSUITED

QUIET = (
    "-q",
    "-x",
    "--tb=short",
    "--no-header",
    "-p",
    "tests.deep.mutation.plugin",
    "--reuse-db",
)
READY = (
    "django.test", "django.forms", "django.contrib.auth.hashers", "django.db.backends.sqlite3.base",
    "django.core.management", "django.template.defaulttags", "openpyxl", "psycopg",
    "argon2", "phonenumbers", "orjson", "xlsxwriter", "babel",
)  # fmt: skip


class _Loader(SourceFileLoader):
    """Loads a module with one change."""

    index = 0

    def get_code(self, fullname: str) -> CodeType:
        source = Path(self.path).read_text(encoding="utf-8")
        return compile(mutated(source, self.index), self.path, "exec", dont_inherit=True)


class _Finder(MetaPathFinder):
    def __init__(self, name: str, index: int) -> None:
        self.name, self.index = name, index

    def find_spec(
        self, name: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if name != self.name:
            return None
        spec = PathFinder.find_spec(name, path, target)
        assert spec is not None
        assert spec.origin is not None
        loader = _Loader(name, spec.origin)
        loader.index = self.index
        spec.loader = loader
        return spec


def main() -> None:
    """Do every order that comes in."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "suluh.config.settings.testing"
    os.environ.pop("SULUH_DATABASE_URL", None)
    for each in READY:
        importlib.import_module(each)
    with tempfile.TemporaryDirectory(prefix="suluh-mutants-") as folder:
        bench = _Bench(Path(folder))
        for line in sys.stdin:
            order = json.loads(line)
            print(
                json.dumps(bench.loaded(order) if "loaded" in order else bench.anew(order)),
                flush=True,
            )
        bench.close()


class _Bench:
    """Where the children work: a database that is ready, and a copy of it for each."""

    def __init__(self, folder: Path) -> None:
        self.ready, self.used = folder / "ready.sqlite3", folder / "used.sqlite3"
        self.said = folder / "said.txt"
        self.to_loaded: IO[str] | None = None
        self.from_loaded: IO[str] | None = None
        os.environ[DATABASE] = str(self.used)

    def anew(self, order: dict[str, Any]) -> dict[str, Any]:
        """Load everything and run the tests. `status` is pytest's; -1 when time was up."""
        self._lay_ready()
        if (child := os.fork()) == 0:
            os.setpgid(0, 0)
            self._in_the_child(order)
        status = wait(child, float(order["limit"]))
        if order.get("first") and not status:
            shutil.copy(self.used, self.ready)
        return {"status": status, "said": self.said.read_text(errors="replace")[-3000:]}

    def loaded(self, order: dict[str, Any]) -> dict[str, Any]:
        """Run the tests in a fork of a process that has loaded everything (loaded.py)."""
        if self.to_loaded is None or self.from_loaded is None:
            self.to_loaded, self.from_loaded = self._load(order["loaded"])
        self._lay_ready()
        self.to_loaded.write(json.dumps(order) + "\n")
        self.to_loaded.flush()
        status = int(self.from_loaded.readline() or 3)
        return {"status": UNSUITED if status == -UNSUITED else status}

    def close(self) -> None:
        if self.to_loaded:
            self.to_loaded.close()

    def _load(self, tests: list[str]) -> tuple[IO[str], IO[str]]:
        (orders, to_orders), (from_answers, answers) = os.pipe(), os.pipe()
        if os.fork() == 0:
            os.close(to_orders)
            os.environ[ORDERS] = f"{orders},{answers}"
            self._in_the_child({"tests": tests})
        os.close(orders)
        os.close(answers)
        return os.fdopen(to_orders, "w"), os.fdopen(from_answers)

    def _lay_ready(self) -> None:
        for left in self.used.parent.glob("used.sqlite3*"):
            left.unlink()
        if self.ready.exists():
            shutil.copy(self.ready, self.used)

    def _in_the_child(self, order: dict[str, Any]) -> None:
        status = 3
        try:
            out = os.open(self.said, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            os.dup2(out, 1)
            os.dup2(out, 2)
            if order.get("trace"):
                os.environ[TRACE] = order["trace"]
            if order.get("module"):
                sys.meta_path.insert(0, _Finder(order["module"], int(order["index"])))
            options = [each for each in QUIET if each != "-x" or not order.get("trace")]
            status = int(pytest.main([*options, *order["tests"]]))
        except BaseException:
            traceback.print_exc()
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(status)


if __name__ == "__main__":
    main()
