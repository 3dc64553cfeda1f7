"""What the components of the workspace are given. One dataclass per include, so mypy sees it.

The includes stand in templates/workspace/components; the gallery page shows each of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from django.utils.functional import Promise

Words = str | Promise
Tone = Literal["plain", "good", "ask", "condition"]  # ink, pine, amber, clay


@dataclass(frozen=True, slots=True)
class Chip:
    """A state: an icon and a word."""

    text: Words
    icon: str
    tone: Tone = "plain"


@dataclass(frozen=True, slots=True)
class Action:
    """A button: a link, or with `post` a form of one button. At most one primary on a page."""

    label: Words
    url: str
    icon: str = ""
    primary: bool = False
    post: bool = False


@dataclass(frozen=True, slots=True)
class PageHeader:
    """Chips, the title, one sentence (with its key number in <strong>), actions at the end."""

    title: Words
    sentence: Words = ""
    chips: Sequence[Chip] = ()
    actions: Sequence[Action] = ()


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: text, with an address a link, with a soft note under it."""

    text: Words | int
    url: str = ""
    note: Words = ""
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """A column; `end` aligns numbers."""

    label: Words
    end: bool = False


@dataclass(frozen=True, slots=True)
class RowGroup:
    """Rows in one state; the group says it, so that the rows need not."""

    rows: Sequence[Sequence[Cell]]
    chip: Chip | None = None
    note: Words = ""


@dataclass(frozen=True, slots=True)
class Table:
    """At most six columns. `caption` names the table for those who do not see it."""

    caption: Words
    columns: Sequence[Column]
    groups: Sequence[RowGroup]

    def body(self) -> Iterator[tuple[RowGroup, list[list[tuple[Column, Cell]]]]]:
        """Groups with each cell beside its column: on a narrow screen a cell names its column."""
        for group in self.groups:
            yield group, [list(zip(self.columns, row, strict=True)) for row in group.rows]


@dataclass(frozen=True, slots=True)
class Share:
    """One part of a meter; the parts' counts need not sum to anything in particular."""

    count: int
    label: Words
    tone: Tone


@dataclass(frozen=True, slots=True)
class Meter:
    """How a whole divides. Drawn as SVG: the content policy forbids inline style."""

    shares: Sequence[Share]

    def bars(self) -> list[tuple[Share, float, float]]:
        """Each non-empty share with its start and width, in percent of the whole."""
        total = sum(share.count for share in self.shares) or 1
        bars, start = [], 0.0
        for share in self.shares:
            width = 100 * share.count / total
            if share.count:
                bars.append((share, round(start, 2), round(width, 2)))
            start += width
        return bars


@dataclass(frozen=True, slots=True)
class Progress:
    """A job under way. With `total` 0 the length is not known yet."""

    label: Words
    done: int
    total: int


@dataclass(frozen=True, slots=True)
class ProblemRow:
    """One problem: where, what was found, what is wrong, how to mend it."""

    where: str
    found: str
    message: str
    mend: str
    is_error: bool
    url: str = ""


@dataclass(frozen=True, slots=True)
class EmptyState:
    """Nothing here yet: the fact, and what to do next."""

    title: Words
    sentence: Words
    action: Action | None = None


@dataclass(frozen=True, slots=True)
class Strip:
    """On top of every page: what everybody should know now, and what can be done about it."""

    strong: Words
    text: Words
    action: Action | None = None


@dataclass(frozen=True, slots=True)
class Confirm:
    """Asked on a page of its own: what will change, whether it can be undone, the verb again."""

    title: Words
    changes: Sequence[Words]
    undo: Words
    verb: Words
    url: str
    back_url: str
    as_read: str = ""  # of the row that will be changed, where an old page could do harm
