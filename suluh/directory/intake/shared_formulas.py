"""Formulas that a workbook writes once for many cells, as they read in each of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from openpyxl.formula.translate import Translator


class SharedFormulas:
    """The shared formulas of one sheet, by their number in the file."""

    def __init__(self) -> None:
        self._first: dict[str, tuple[str, str]] = {}  # number -> (its cell, "=A1+1")
        self._translators: dict[str, Translator | None] = {}

    def remember(self, number: str, cell: str, formula: str) -> None:
        """The formula as it stands in the first cell that has it."""
        self._first[number] = (cell, formula)
        self._translators.pop(number, None)

    def length(self, number: str) -> int:
        """How many characters the formula has; 0 where no cell has told it yet."""
        return len(self._first[number][1]) if number in self._first else 0

    def text(self, number: str, cell: str) -> str:
        """The formula as it reads in `cell`; where it cannot be understood, as in its first cell.

        Raises KeyError for a number that was never remembered.
        """
        first_cell, formula = self._first[number]
        if number not in self._translators:
            self._translators[number] = _translator(formula, first_cell)
        translator = self._translators[number]
        return (translator and _translated(translator, cell)) or formula


def _translator(formula: str, cell: str) -> Translator | None:
    # Half a second of import, and rarely due: few workbooks share formulas.
    from openpyxl.formula.tokenizer import TokenizerError  # noqa: PLC0415
    from openpyxl.formula.translate import Translator  # noqa: PLC0415

    try:
        return Translator(formula, cell)
    except (TokenizerError, ValueError, IndexError):
        return None


def _translated(translator: Translator, cell: str) -> str:
    """The formula as it reads in `cell`, or "" where it would point outside the sheet."""
    from openpyxl.formula.translate import TranslatorError  # noqa: PLC0415

    try:
        return str(translator.translate_formula(cell))
    except (TranslatorError, ValueError, IndexError):
        return ""
