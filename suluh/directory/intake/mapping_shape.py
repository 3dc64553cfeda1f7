"""What a mapping says: which column of a foreign table holds which field of a service."""

from __future__ import annotations

from dataclasses import dataclass, field

from suluh.directory.domain.fields import BY_KEY, Kind
from suluh.directory.intake.private_flags import parts_flagged

# Beside the fields of domain/fields.py a column may hold:
AGES = "ages"  # `6-13`, or the header of a column of ticks; gives minimum_age and maximum_age
PRIVATE = "private"  # a flag by which the row's address, its contact or both must not be kept


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `header` is as it stands in the file; several header lines joined by ` / `.

    `field` is a key of domain/fields.py, for texts with or without `.language`, or AGES or
    PRIVATE; "" leaves the column unread. With a `value`, the column holds ticks and a tick means
    that value. `confidence` (0 to 1) and `guess` (a field too unsure to be used) are remarks.
    """

    header: str
    field: str = ""
    value: str = ""
    confidence: float = 1.0
    guess: str = ""


@dataclass(frozen=True, slots=True)
class Colour:
    """A cell filled with `colour` (RRGGBB) means that the row has `value` in `field`."""

    colour: str
    field: str
    value: str


@dataclass(frozen=True, slots=True)
class Mapping:
    """How one table is read.

    `sheet` names a sheet or file ("" is the one that looks most like services); `header_lines`
    are the numbers of the lines with the headers (none: they are looked for); `language` is that
    of texts that do not say. `remarks` explain colours (RRGGBB -> words) in the file.
    """

    columns: tuple[Column, ...] = ()
    colours: tuple[Colour, ...] = ()
    sheet: str = ""
    header_lines: tuple[int, ...] = ()
    language: str = ""
    remarks: dict[str, str] = field(default_factory=dict)

    def column(self, header: str) -> Column | None:
        """What the mapping says of a header; case and blanks do not count."""
        wanted = folded(header)
        return next((each for each in self.columns if folded(each.header) == wanted), None)


def folded(header: str) -> str:
    """A header as it is compared."""
    return " ".join(header.casefold().split())


def is_field(key: str) -> bool:
    """Is `key` a field that a column may hold? `name.id` is one, `phone.id` is none."""
    name, dot, _ = key.partition(".")
    if key in (AGES, PRIVATE):
        return True
    return name in BY_KEY and (not dot or BY_KEY[name].kind is Kind.TEXTS)


def flagged(column: Column) -> frozenset[str]:
    """What a PRIVATE column marks, by its header; an unclear header marks everything."""
    return parts_flagged(column.header) or parts_flagged("private")
