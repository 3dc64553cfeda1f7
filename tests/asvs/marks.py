"""The tests that carry `@pytest.mark.asvs("6.2.1", ...)`, read from their source without a run."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.architecture.source import below, name, tree

_FUNCTION = (ast.FunctionDef, ast.AsyncFunctionDef)


@dataclass(frozen=True, slots=True, order=True)
class Mark:
    """One test says that it shows one requirement."""

    requirement: str
    test: str  # file::name


class Misplaced(ValueError):
    """A mark that no reader of the source can follow. Says where it stands."""


def marks(paths: Iterable[Path] | None = None) -> list[Mark]:
    """Every mark, sorted. Raises Misplaced for one that stands anywhere but on a test."""
    return sorted(mark for path in paths or below("tests") for mark in _of_file(path))


def _of_file(path: Path) -> Iterator[Mark]:
    followed: set[int] = set()
    for test in _tests(tree(path)):
        for call in filter(_is_mark, test.decorator_list):
            assert isinstance(call, ast.Call)
            followed.add(id(call))
            for requirement in _requirements(call, path):
                yield Mark(requirement, f"{name(path)}::{test.name}")
    stray = [node for node in ast.walk(tree(path)) if _is_mark(node) and id(node) not in followed]
    if stray:
        raise Misplaced(f"{path}:{getattr(stray[0], 'lineno', 0)}: only on a test function")


def _tests(module: ast.Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in module.body:
        if isinstance(node, _FUNCTION) and node.name.startswith("test_"):
            yield node


def _is_mark(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and ast.unparse(node.func) == "pytest.mark.asvs"


def _requirements(call: ast.Call, path: Path) -> list[str]:
    """The numbers themselves: a name for a list of them could not be searched for."""
    found = [each.value for each in call.args if isinstance(each, ast.Constant)]
    numbers = [each for each in found if isinstance(each, str)]
    if call.keywords or not numbers or len(numbers) != len(call.args):
        raise Misplaced(f'{path}:{call.lineno}: write the numbers, as in asvs("6.2.1")')
    return numbers
