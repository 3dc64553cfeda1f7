"""Mutants in a process that has loaded everything: the code of functions is exchanged in place.

To load Django, Suluh and the tests anew takes seconds; a fork of a process that has them takes
none. Only code inside functions can be exchanged so. What runs while a module is loaded (a
decorator, a constant) has happened already, so whoever survives here is tried once more anew.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from functools import _lru_cache_wrapper
from pathlib import Path
from types import CodeType, FunctionType

from tests.deep.mutation.mutants import mutated

Named = dict[tuple[str, int], CodeType]  # qualified name and first line -> code


def exchange(path: str, index: int) -> bool:
    """Make a mutant of the loaded module whose file is `path`. False when that is not possible."""
    source = Path(path).read_text(encoding="utf-8")
    old, new = compile(source, path, "exec"), compile(mutated(source, index), path, "exec")
    if not _differ_in_functions_only(old, new):
        return False
    before, after = dict(_inner(old)), dict(_inner(new))
    changed = {key for key in before if key in after and before[key] != after[key]}
    found = [each for each in gc.get_objects() if isinstance(each, FunctionType)]
    for function in found:
        code = function.__code__
        key = code.co_qualname, code.co_firstlineno
        if code.co_filename == path and key in changed:
            if len(after[key].co_freevars) != len(code.co_freevars):
                return False
            function.__code__ = after[key]
    for cached in gc.get_objects():
        if isinstance(cached, _lru_cache_wrapper) and str(cached.__module__).startswith("suluh"):
            cached.cache_clear()
    return bool(changed)


def _differ_in_functions_only(old: CodeType, new: CodeType) -> bool:
    """Whether the code that runs while the module is loaded is the same."""
    if old.co_code != new.co_code or old.co_names != new.co_names:
        return False
    if len(old.co_consts) != len(new.co_consts):
        return False
    for before, after in zip(old.co_consts, new.co_consts, strict=True):
        if isinstance(before, CodeType) and isinstance(after, CodeType):
            is_class = not before.co_flags & 0x1  # CO_OPTIMIZED: functions have it, classes do not
            if is_class and not _differ_in_functions_only(before, after):
                return False
        elif before != after or type(before) is not type(after):
            return False
    return True


def _inner(code: CodeType) -> Iterator[tuple[tuple[str, int], CodeType]]:
    for each in code.co_consts:
        if isinstance(each, CodeType):
            yield (each.co_qualname, each.co_firstlineno), each
            yield from _inner(each)
