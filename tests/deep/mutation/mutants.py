"""The small changes that are made to a module, one at a time, on its syntax tree.

Each is a mistake that somebody could make: a forgotten check, a condition the wrong way round, a
filter that filters nothing. What Python would refuse at once is not among them, nor are words that
people read and annotations.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass

Change = tuple[
    str, Callable[[], ast.AST | None]
]  # what is said of it; the new node, None: leave out


@dataclass(frozen=True)
class Mutant:
    """One change. `place` is the function or class it is in; `number` tells equal ones apart."""

    index: int
    line: int
    place: str
    change: str
    number: int = 1

    @property
    def name(self) -> str:
        """The same as long as the function is; the line is not part of it."""
        again = f" ({self.number})" if self.number > 1 else ""
        return f"{self.place}: {self.change}{again}"


def mutants_of(source: str) -> list[Mutant]:
    """Every mutant of a module, in the order of its lines."""
    found: list[Mutant] = []
    seen: dict[tuple[str, str], int] = {}
    for index, (node, place, (change, _make)) in enumerate(_sites(ast.parse(source))):
        key = place, change
        seen[key] = seen.get(key, 0) + 1
        found.append(Mutant(index, getattr(node, "lineno", 0), place, change, seen[key]))
    return found


def mutated(source: str, index: int) -> ast.Module:
    """The module with one change made."""
    tree = ast.parse(source)
    node, _place, (_change, make) = list(_sites(tree))[index]
    new = make()
    _replace(tree, node, new if new is None else ast.copy_location(new, node))
    return ast.fix_missing_locations(tree)


def _replace(tree: ast.AST, old: ast.AST, new: ast.AST | None) -> None:
    for parent in ast.walk(tree):
        for field, value in ast.iter_fields(parent):
            if value is old:
                setattr(parent, field, new)
                return
            if isinstance(value, list) and any(each is old for each in value):
                kept = [new if each is old else each for each in value]
                setattr(parent, field, [each for each in kept if each is not None])
                return
    raise LookupError(ast.dump(old))


def _sites(tree: ast.Module) -> Iterator[tuple[ast.AST, str, Change]]:
    for node, place in _walk(tree, "module"):
        for rule in RULES:
            for change in rule(node):
                yield node, place, change


def _walk(node: ast.AST, place: str) -> Iterator[tuple[ast.AST, str]]:
    """Every node that is run, with the name of the function or class around it."""
    for field, value in ast.iter_fields(node):
        if field in {"annotation", "returns", "bases", "keywords"} and not isinstance(
            node, ast.Call
        ):
            continue
        for child in value if isinstance(value, list) else [value]:
            if not isinstance(child, ast.AST) or _is_words(child):
                continue
            inside = place
            if isinstance(child, ast.FunctionDef | ast.ClassDef):
                inside = child.name if place == "module" else f"{place}.{child.name}"
            yield child, inside
            yield from _walk(child, inside)


def _is_words(node: ast.AST) -> bool:
    """A docstring, a translated sentence, a type variable; `slots`, `frozen`; `__all__`."""
    if isinstance(node, ast.Assign) and _text(node.targets[0]) == "__all__":
        return True
    if isinstance(node, ast.keyword) and node.arg in {"slots", "frozen"}:
        return True
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        return True
    if isinstance(node, ast.JoinedStr):
        return True
    named = node.func.id if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) else ""
    return named in {"_", "gettext", "gettext_lazy", "TypeVar", "ContextVar"}


_OPPOSITE: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Eq: (ast.NotEq,), ast.NotEq: (ast.Eq,), ast.Is: (ast.IsNot,), ast.IsNot: (ast.Is,),
    ast.In: (ast.NotIn,), ast.NotIn: (ast.In,),
    ast.Lt: (ast.LtE, ast.GtE), ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.LtE), ast.GtE: (ast.Gt, ast.Lt),
}  # fmt: skip


def _comparisons(node: ast.AST) -> Iterator[Change]:
    if not isinstance(node, ast.Compare) or len(node.ops) > 1:
        return
    for other in _OPPOSITE[type(node.ops[0])]:
        new = ast.Compare(node.left, [other()], node.comparators)
        yield f"{_text(node)} → {_text(new)}", lambda new=new: new  # type: ignore[misc]


def _conditions(node: ast.AST) -> Iterator[Change]:
    if isinstance(node, ast.BoolOp):
        other = ast.BoolOp(ast.Or() if isinstance(node.op, ast.And) else ast.And(), node.values)
        yield f"{_text(node)} → {_text(other)}", lambda: other
        for left_out in node.values:
            rest = [each for each in node.values if each is not left_out]
            new = rest[0] if len(rest) == 1 else ast.BoolOp(node.op, rest)
            yield f"{_text(node)} → {_text(new)}", lambda new=new: deepcopy(new)  # type: ignore[misc]
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield f"{_text(node)} → {_text(node.operand)}", lambda: deepcopy(node.operand)
    elif isinstance(node, ast.If | ast.IfExp | ast.While) and isinstance(
        node.test, ast.Name | ast.Call | ast.Attribute | ast.NamedExpr
    ):
        new_node = deepcopy(node)
        new_node.test = ast.UnaryOp(ast.Not(), new_node.test)
        yield f"if {_text(node.test)} → if not", lambda: new_node
    elif isinstance(node, ast.comprehension) and node.ifs:
        every = ast.comprehension(node.target, node.iter, [], node.is_async)
        yield f"if {_text(node.ifs[0])} → no if", lambda: every


def _statements(node: ast.AST) -> Iterator[Change]:
    if (
        (isinstance(node, ast.Expr) and isinstance(node.value, ast.Call | ast.NamedExpr))
        or isinstance(node, ast.Raise | ast.AugAssign)
        or (isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Attribute))
    ):
        yield f"without: {_text(node)}", ast.Pass
    elif isinstance(node, ast.Return) and node.value and not _is_none(node.value):
        yield f"{_text(node)} → return None", lambda: ast.Return(ast.Constant(None))


_NEEDED = {
    "property", "classmethod", "staticmethod", "contextmanager", "dataclass", "wraps", "cache",
    "overload",
}  # fmt: skip


def _decorators(node: ast.AST) -> Iterator[Change]:
    """Guards above all. Without those needed the code could not be loaded, or would not differ."""
    if not isinstance(node, ast.FunctionDef | ast.ClassDef):
        return
    for decorator in node.decorator_list:
        called = decorator.func if isinstance(decorator, ast.Call) else decorator
        if not {_text(called).split(".")[-1]} & _NEEDED:
            bare = deepcopy(node)
            bare.decorator_list = [
                each for each in bare.decorator_list if ast.dump(each) != ast.dump(decorator)
            ]
            yield f"without: @{_text(decorator)}", lambda bare=bare: bare  # type: ignore[misc]


def _blocks(node: ast.AST) -> Iterator[Change]:
    if not isinstance(node, ast.With):
        return
    for item in node.items:
        if item.optional_vars is None:
            rest = [each for each in node.items if each is not item]
            always = ast.If(ast.Constant(True), node.body, [])
            new = ast.With(rest, node.body) if rest else always
            yield f"without: with {_text(item)}", lambda new=new: new  # type: ignore[misc]


_NARROWING = {"filter", "exclude", "select_for_update", "order_by", "lower", "strip", "upper"}


def _calls(node: ast.AST) -> Iterator[Change]:
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
        return
    if node.func.attr in _NARROWING:
        inner = node.func.value
        yield f"without: .{node.func.attr}{_arguments(node)}", lambda: deepcopy(inner)
    elif node.func.attr == "visible_to":
        every = ast.Attribute(node.func.value, "unscoped", ast.Load())
        reason = ast.keyword("reason", ast.Constant("a mutant"))
        yield f"{_text(node)} → all rows", lambda: ast.Call(every, [], [reason])


def _constants(node: ast.AST) -> Iterator[Change]:
    if not isinstance(node, ast.Constant):
        return
    value = node.value
    if isinstance(value, bool):
        yield f"{value} → {not value}", lambda: ast.Constant(not value)
    elif isinstance(value, int):
        yield f"{value} → {value + 1}", lambda: ast.Constant(value + 1)
    elif isinstance(value, str):
        other = f"{value}x" if value else "x"
        yield f"{value!r} → {other!r}", lambda: ast.Constant(other)


def _operators(node: ast.AST) -> Iterator[Change]:
    if not isinstance(node, ast.BinOp):
        return
    if isinstance(node.op, ast.Add | ast.Sub):
        sign = ast.Sub() if isinstance(node.op, ast.Add) else ast.Add()
        new = ast.BinOp(node.left, sign, node.right)
        yield f"{_text(node)} → {_text(new)}", lambda: new
    elif isinstance(node.op, ast.BitOr | ast.BitAnd):
        for side in (node.left, node.right):
            yield f"{_text(node)} → {_text(side)}", lambda side=side: deepcopy(side)  # type: ignore[misc]


def _is_none(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and node.value is None


def _arguments(node: ast.Call) -> str:
    return _text(ast.Call(ast.Name("", ast.Load()), node.args, node.keywords))


def _text(node: ast.AST) -> str:
    text = " ".join(ast.unparse(ast.fix_missing_locations(node)).split())
    return text if len(text) <= 90 else f"{text[:87]}..."


RULES = (
    _comparisons, _conditions, _statements, _decorators, _blocks, _calls, _constants, _operators,
)  # fmt: skip
