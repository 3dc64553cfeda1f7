"""A template that names a variable nobody gave it must fail a test, not print an empty string."""

from __future__ import annotations


class UndefinedTemplateVariable(AssertionError):
    """A template uses a variable that its page context lacks."""


class UndefinedVariable(str):
    """For `string_if_invalid`: Django formats this string with the variable's name."""

    __slots__ = ()

    def __new__(cls) -> UndefinedVariable:
        return super().__new__(cls, "%s")

    def __contains__(self, key: object) -> bool:
        return key == "%s"

    def __mod__(self, name: object) -> str:
        raise UndefinedTemplateVariable(f"undefined template variable: {name}")
