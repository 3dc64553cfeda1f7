"""What a workbook held that its copy does not: found by comparing the parts inside the two files.

openpyxl, which makes the copy, leaves out what it does not know. People are told by name.
"""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from zipfile import ZipFile

# Kind of loss (its words are `text.lost_<kind>`) -> the parts that show it.
_PARTS = {
    "charts": r"xl/charts/chart[^/]*\.xml",
    "images": r"xl/media/.*",
    "macros": r".*vbaProject\.bin",
    "pivots": r"xl/pivotTables/[^/]*\.xml",
    "links": r"xl/externalLinks/[^/]*\.xml",
    "controls": r"xl/(ctrlProps|activeX)/[^/]*\.xml",
    "threads": r"xl/threadedComments/[^/]*\.xml",
    "slicers": r"xl/(slicers|timelines)/[^/]*\.xml",
}
# Kind of loss -> what a part's text holds.
_INSIDE = {
    "shapes": (r"xl/drawings/drawing[^/]*\.xml", rb"<xdr:(?:sp|grpSp|cxnSp)[ >]"),
    "conditional": (r"xl/worksheets/sheet[^/]*\.xml", rb"<x14:conditionalFormatting[ >]"),
}
# Parts that every program makes anew, or that only go with a kind named above.
_NOT_MISSED = re.compile(
    r"(\[Content_Types\]\.xml|_rels/.*|docProps/.*|.*\.rels|xl/(calcChain|metadata|sharedStrings"
    r"|styles|workbook)\.xml|xl/(theme|printerSettings|charts|media|drawings|worksheets|comments"
    r"|persons|threadedComments|ctrlProps|activeX|slicers?|timelines?|slicerCaches|timelineCaches"
    r"|pivotTables|pivotCache|externalLinks|richData|tables|vba).*|customXml/.*)",
    re.IGNORECASE,
)
_MOST_NAMED = 5
_MOST_READ = 64 * 1024 * 1024  # bytes of one part that are searched


def losses(original: Path, copy: Path) -> dict[str, str]:
    """Kind of loss -> how many, or for "other" the names of parts. Empty when all was kept."""
    before, after = _holdings(original), _holdings(copy)
    lost = {kind: str(count - after[kind]) for kind, count in before.items() if count > after[kind]}
    if names := sorted(_others(original) - _others(copy)):
        lost["other"] = ", ".join(names[:_MOST_NAMED])
    return lost


def _holdings(path: Path) -> Counter[str]:
    found: Counter[str] = Counter()
    with ZipFile(path) as archive:
        for name in archive.namelist():
            found.update(kind for kind, part in _PARTS.items() if re.fullmatch(part, name))
            for kind, (part, sign) in _INSIDE.items():
                if re.fullmatch(part, name):
                    with archive.open(name) as stream:
                        found[kind] += bool(re.search(sign, stream.read(_MOST_READ)))
    return found


def _others(path: Path) -> set[str]:
    with ZipFile(path) as archive:
        return {name for name in archive.namelist() if not _NOT_MISSED.match(name)}
