"""The kinds of column that a directory table is made of, and how sensitive each is."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import models

from suluh.directory.domain.fields import Field
from suluh.kernel.sensitivity import Sensitivity


def texts() -> models.JSONField[Any, Any]:
    """Text per language: {"en": "...", "km": "..."}."""
    return models.JSONField(default=dict, blank=True)


def codes() -> models.JSONField[Any, Any]:
    """A list of codes or names."""
    return models.JSONField(default=list, blank=True)


def code() -> models.CharField[Any, Any]:
    """One code of a vocabulary; empty means not known. Choices live in data, not in migrations."""
    return models.CharField(max_length=40, blank=True, default="")


def words() -> models.TextField[Any, Any]:
    """Text in no particular language."""
    return models.TextField(blank=True, default="")


def sensitivity_of(fields: Iterable[Field]) -> dict[str, Sensitivity]:
    """The sensitivity that the field table gives to each column."""
    return {described.key: described.visibility for described in fields}
