"""Watch the tail: it is there that code becomes ugly (docs/adr/0001-rooms-and-layers.md)."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from tests.architecture.source import below, name, tree

FILE, FUNCTION, CLASS, TEMPLATE, SCRIPT = 400, 40, 200, 150, 150  # lines

# Larger on purpose, each with its reason and its size: it may shrink, never grow.
ALLOWED: dict[str, int] = {}


def _lines(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def _too_long(found: dict[str, int], limit: int) -> dict[str, int]:
    return {what: size for what, size in found.items() if size > ALLOWED.get(what, limit)}


def _sizes(*kinds: type[ast.AST]) -> dict[str, int]:
    return {
        f"{name(path)}:{node.name}": (node.end_lineno or 0) - node.lineno + 1
        for path in below("suluh", "tests", "bench")
        for node in ast.walk(tree(path))
        if isinstance(node, kinds)
        and isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
    }


def test_no_file_is_longer_than_a_reader_keeps_in_mind() -> None:
    assert _too_long({name(p): _lines(p) for p in below("suluh", "tests", "bench")}, FILE) == {}


def test_no_function_is_longer_than_a_screen() -> None:
    assert _too_long(_sizes(ast.FunctionDef, ast.AsyncFunctionDef), FUNCTION) == {}


def test_no_class_grows_into_a_world_of_its_own() -> None:
    assert _too_long(_sizes(ast.ClassDef), CLASS) == {}


@pytest.mark.parametrize(("suffix", "limit"), [(".html", TEMPLATE), (".js", SCRIPT)])
def test_templates_and_scripts_stay_small(suffix: str, limit: int) -> None:
    assert _too_long({name(p): _lines(p) for p in below("suluh", suffix=suffix)}, limit) == {}
