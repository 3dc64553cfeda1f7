"""Checked files as JSON, so that a row can wait in quarantine and a check can wait for its import.

Writing is orjson's own way with dataclasses (dates become ISO text, which reads back the same).
"""

from __future__ import annotations

from typing import Any

import orjson

from suluh.directory.domain.checking import Outcome
from suluh.directory.domain.problems import Problem, Severity, Spot
from suluh.directory.domain.records import Cell, Checked, Draft, Record


def plain(value: object) -> Any:
    """A dataclass as dicts, lists and plain values."""
    return orjson.loads(orjson.dumps(value))


def problem_of(stored: dict[str, Any]) -> Problem:
    """The problem that `plain` made `stored` of."""
    severity, spot = Severity(stored["severity"]), Spot(**stored["spot"])
    return Problem(**{**stored, "severity": severity, "spot": spot})


def draft_of(stored: dict[str, Any]) -> Draft:
    """The draft that `plain` made `stored` of."""
    return Draft(
        **{
            **stored,
            "spot": Spot(**stored["spot"]),
            "cells": _cells_of(stored["cells"]),
            "contacts": [_cells_of(row) for row in stored["contacts"]],
            "places": [_cells_of(row) for row in stored["places"]],
        }
    )


def _cells_of(stored: dict[str, Any]) -> dict[str, Cell]:
    return {key: Cell(cell["value"], Spot(**cell["spot"])) for key, cell in stored.items()}


def outcome_to_bytes(outcome: Outcome) -> bytes:
    """A whole check, without the list of cells to hide: nothing hidden stands in it."""
    return orjson.dumps({"checked": outcome.checked, "quarantined": outcome.quarantined})


def outcome_of(stored: bytes) -> Outcome:
    """The check that `outcome_to_bytes` made `stored` of."""
    data = orjson.loads(stored)
    checked = data["checked"]
    checked["records"] = [
        Record(**{**record, "spot": Spot(**record["spot"])}) for record in checked["records"]
    ]
    checked["problems"] = [problem_of(each) for each in checked["problems"]]
    return Outcome(Checked(**checked), [draft_of(each) for each in data["quarantined"]])
