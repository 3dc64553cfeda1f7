"""Public holidays of one country, as a dated file that its own people write each year.

Nothing ships: holidays follow moons, elections and decrees. A file has `country`, `source`,
`covers_until` (the last day that was looked up) and one `[[holiday]]` with `date` and `label` each.
Where no file covers a day, a page says that holidays may differ, and claims nothing.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any


class HolidaysError(ValueError):
    """The file is unreadable or breaks the shape above. The text names the file and the reason."""


@dataclass(frozen=True, slots=True)
class Holidays:
    """Names by day. `covers_until` is None where nobody has looked."""

    names: Mapping[date, Mapping[str, str]] = field(default_factory=dict)
    covers_until: date | None = None

    def on(self, day: date) -> Mapping[str, str] | None:
        """The name of the holiday in each language; None on an ordinary day."""
        return self.names.get(day)

    def covers(self, day: date) -> bool:
        return self.covers_until is not None and day <= self.covers_until


def read_holidays(path: Path) -> Holidays:
    """The file at `path`; no holidays known when there is none. Raises HolidaysError."""
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return Holidays()
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise HolidaysError(f"{path.name}: {error}") from error
    if missing := {"country", "source", "covers_until", "holiday"} - data.keys():
        raise HolidaysError(f"{path.name}: lacks {', '.join(sorted(missing))}")
    if type(data["covers_until"]) is not date:  # a date with a time is a datetime, and a date
        raise HolidaysError(f"{path.name}: covers_until is no date like 2026-12-31")
    if not isinstance(data["holiday"], list):
        raise HolidaysError(f"{path.name}: holidays are written as [[holiday]]")
    return Holidays(dict(_holiday(row, path.name) for row in data["holiday"]), data["covers_until"])


def _holiday(row: Mapping[str, Any], name: str) -> tuple[date, Mapping[str, str]]:
    day, labels = row.get("date"), row.get("label")
    if type(day) is not date:
        raise HolidaysError(f"{name}: a holiday has no date like 2026-12-31")
    if not isinstance(labels, dict) or not labels.get("en"):
        raise HolidaysError(f"{name}: {day} has no English label")
    if not all(isinstance(label, str) for label in labels.values()):
        raise HolidaysError(f"{name}: {day} has a label that is no text")
    return day, labels


def to_json(holidays: Holidays) -> dict[str, Any]:
    """JSON-native values, for the edition file."""
    until = holidays.covers_until
    names = {day.isoformat(): dict(labels) for day, labels in holidays.names.items()}
    return {"covers_until": until.isoformat() if until else "", "names": names}


def from_json(said: Mapping[str, Any]) -> Holidays:
    """Raises KeyError or ValueError for another shape."""
    until = said["covers_until"]
    names = {date.fromisoformat(day): labels for day, labels in said["names"].items()}
    return Holidays(names, date.fromisoformat(until) if until else None)
