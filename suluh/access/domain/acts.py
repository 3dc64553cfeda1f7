"""What can be recorded: acts and their details, with their words. The acts are data.

The log outlives what it tells of, and every auditor reads it. So it may hold identifiers, numbers
and codes of a known list, and never a name, an address or anybody's words.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from suluh.kernel.languages import pick

Words: TypeAlias = Mapping[str, str]  # language -> text


class UnknownToTheLog(ValueError):
    """Something that the log may not hold. The text never repeats the value."""


@dataclass(frozen=True, slots=True)
class Detail:
    """One detail: a whole number, or where there are `codes` one of them, or a list of them."""

    label: Words
    codes: Mapping[str, Words]

    def fits(self, value: object) -> bool:
        """Whether the log may hold `value`."""
        if not self.codes:
            return type(value) is int
        values = value if isinstance(value, list) else [value]
        return all(isinstance(each, str) and each in self.codes for each in values)

    def say(self, value: Any, language: str) -> str:
        """Its label and value in words. A code of an earlier version stands as it is."""
        values = value if isinstance(value, list) else [value]
        words = [
            pick(dict(self.codes.get(str(each), {})), language) or str(each) for each in values
        ]
        return f"{pick(dict(self.label), language)}: {', '.join(words)}"


@dataclass(frozen=True, slots=True)
class Act:
    """An act; its words follow the name of the person. `subject` is a kind of row, or ""."""

    code: str
    words: Words
    subject: str
    details: tuple[str, ...]  # in the order in which they are said

    def say(self, language: str) -> str:
        return pick(dict(self.words), language)


@dataclass(frozen=True, slots=True)
class ActBook:
    """Everything that can be recorded."""

    acts: Mapping[str, Act]
    details: Mapping[str, Detail]
    subjects: Mapping[str, Words]

    def require(self, act: str, subject_kind: str, details: Mapping[str, object]) -> None:
        """Raises UnknownToTheLog for an act, subject or detail that the log may not hold."""
        if act not in self.acts:
            raise UnknownToTheLog(f"no act is called {act}")
        known = self.acts[act]
        if subject_kind not in ("", known.subject):
            raise UnknownToTheLog(f"{act} is not done to a {subject_kind}")
        for name, value in details.items():
            if name not in known.details or not self.details[name].fits(value):
                raise UnknownToTheLog(f"{act} cannot hold this as {name}")


def act_book(data: Mapping[str, Any], lists: Mapping[str, Mapping[str, Words]]) -> ActBook:
    """Read the tables `act`, `detail` and `subject`; a detail's `one_of` names one of `lists`.

    Raises UnknownToTheLog when an act names a detail or a subject that is not described.
    """
    details = {
        name: Detail(row["label"], lists[row["one_of"]] if "one_of" in row else row.get("code", {}))
        for name, row in data["detail"].items()
    }
    acts = {
        code: Act(code, row["words"], row.get("subject", ""), tuple(row.get("details", ())))
        for code, row in data["act"].items()
    }
    subjects = {kind: row["label"] for kind, row in data["subject"].items()}
    for act in acts.values():
        if unknown := (set(act.details) - details.keys()) | ({act.subject} - {"", *subjects}):
            raise UnknownToTheLog(f"{act.code} names {', '.join(sorted(unknown))}")
    return ActBook(acts, details, subjects)
