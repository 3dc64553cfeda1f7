"""The mutants themselves: each can be loaded, differs, and is known by one name."""

from __future__ import annotations

import ast
from textwrap import dedent

import pytest

from tests.deep.mutation.mutants import mutants_of, mutated
from tests.deep.mutation.run import ROOT, accepted, modules

SOURCE = dedent(
    """
    @guard
    def page(actor, rows):
        \"\"\"Words are left alone.\"\"\"
        require(actor)
        if not actor.open or rows > 3:
            raise Refused(_("No."))
        with transaction.atomic():
            return rows.filter(of=actor)
    """
)


def test_each_kind_of_mistake_is_made() -> None:
    assert [each.change for each in mutants_of(SOURCE)] == [
        "without: @guard",
        "without: require(actor)",
        "not actor.open or rows > 3 → not actor.open and rows > 3",
        "not actor.open or rows > 3 → rows > 3",
        "not actor.open or rows > 3 → not actor.open",
        "not actor.open → actor.open",
        "rows > 3 → rows >= 3",
        "rows > 3 → rows <= 3",
        "3 → 4",
        "without: raise Refused(_('No.'))",
        "without: with transaction.atomic()",
        "return rows.filter(of=actor) → return None",
        "without: .filter(of=actor)",
    ]


@pytest.mark.parametrize("module", modules())
def test_every_mutant_can_be_loaded_and_differs(module: str) -> None:
    source = (ROOT / module).read_text(encoding="utf-8")
    before = ast.dump(ast.parse(source))
    names = set()
    for mutant in mutants_of(source):
        tree = mutated(source, mutant.index)
        compile(tree, module, "exec")
        assert ast.dump(tree) != before, mutant.name
        names.add(mutant.name)
    assert len(names) == len(mutants_of(source))


def test_what_is_accepted_is_still_there() -> None:
    """A reason for a change that cannot be made any more is taken out."""
    for module, change in accepted():
        source = (ROOT / module).read_text(encoding="utf-8")
        assert change in {each.name for each in mutants_of(source)}, (module, change)
