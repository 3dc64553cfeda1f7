"""What code may not do anywhere, read from the code itself."""

from __future__ import annotations

import ast
import re
from pathlib import Path

from tests.architecture.source import ROOT, below, name, tree

ATTICS = {"utils", "helpers", "common", "misc", "core", "base", "manager"}
# The settings that both doors share are called what Django projects call them, and Django looks
# for a database engine under this name.
NAMED_ON_PURPOSE = {"suluh/config/settings/common.py", "suluh/foundation/postgresql/base.py"}
UNSCOPED = 10  # may shrink; to let it grow, say why in the commit


def test_no_module_is_an_attic() -> None:
    paths = [path.relative_to(ROOT) for path in below("suluh", "tests", "bench")]
    attics = {path.as_posix() for path in paths if {*path.parts[:-1], path.stem} & ATTICS}
    assert attics - NAMED_ON_PURPOSE == set()


def test_our_own_modules_are_imported_at_the_top_only() -> None:
    assert [each for path in below("suluh") for each in _hidden_imports(path)] == []


def _hidden_imports(path: Path) -> list[str]:
    return [
        f"{name(path)}:{inner.lineno}"
        for outer in ast.walk(tree(path))
        if isinstance(outer, ast.FunctionDef | ast.AsyncFunctionDef) and outer.name != "ready"
        for inner in ast.walk(outer)
        if isinstance(inner, ast.Import | ast.ImportFrom) and "suluh" in ast.unparse(inner)
    ]


def test_nothing_happens_by_signal() -> None:
    signal = re.compile(r"@receiver\b|\bdjango\.dispatch\b|\bsignals import\b|\bimport signals\b")
    assert [name(path) for path in below("suluh") if signal.search(path.read_text("utf-8"))] == []


def test_queries_without_a_scope_are_counted() -> None:
    calls = [
        f"{name(path)}:{node.lineno}"
        for path in below("suluh")
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "unscoped"
    ]
    assert len(calls) <= UNSCOPED, calls


def test_settings_are_read_in_one_place() -> None:
    """Or docs/settings.md could not name them all."""
    named = re.compile(r"""["']SULUH_([A-Z_]*[A-Z])\b""")
    declared = (ROOT / "suluh/foundation/environment.py").read_text("utf-8")
    known = set(named.findall(declared))
    strangers = {
        f"{name(path)}: {variable}"
        for path in below("suluh", "tests", "bench")
        for variable in named.findall(path.read_text("utf-8"))
        if variable.removesuffix("_FILE") not in known
    }
    assert strangers == set()


def test_no_page_is_served_by_the_admin() -> None:
    assert [name(p) for p in below("suluh") if "contrib.admin" in p.read_text("utf-8")] == []
