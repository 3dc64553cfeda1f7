"""Which areas a service is listed under, when areas lie in one another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from suluh.content.vocabularies import Vocabulary


def areas_reached(named: Iterable[str], areas: Vocabulary) -> dict[str, bool]:
    """Area code -> whether the service reaches it only as part of a larger area.

    A service for a province is listed in the province, in each of its districts (True: it is for
    a wider area), and in the country around it. An area that the vocabulary does not know is
    listed as it was written.
    """
    reached: dict[str, bool] = {}
    for area in named:
        for other in _inside(area, areas):
            reached.setdefault(other, True)
    for area in named:
        for other in (area, *_around(area, areas)):
            reached[other] = False
    return reached


def _around(area: str, areas: Vocabulary) -> Iterator[str]:
    """The areas that `area` lies in, nearest first; a circle in the data ends the walk."""
    seen = {area}
    while area in areas and (area := areas[area].extra.get("parent", "")) and area not in seen:
        seen.add(area)
        yield area


def _inside(area: str, areas: Vocabulary) -> Iterator[str]:
    for term in areas:
        if area in _around(term.code, areas):
            yield term.code
