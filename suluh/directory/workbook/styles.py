"""How a workbook looks: the colours of docs/design, a font that has the script, calm cells."""

from __future__ import annotations

from typing import Any

INK, SOFT, LINE = "#17211E", "#434E49", "#D5D8CE"
HEADER_GROUND, PAGE_GROUND = "#E9EBE2", "#F3F4EE"
PINE = "#0B5145"
ERROR_TINT, WARNING_TINT, CLAY = "#FBE9E2", "#FFF3D3", "#8A2D13"

# Fonts that office programs bring for each script; another takes over where one is missing.
_FONTS = {
    "km": "Leelawadee UI",
    "lo": "Leelawadee UI",
    "th": "Leelawadee UI",
    "my": "Myanmar Text",
    "ar": "Segoe UI",
}
_TALL = {"km", "lo", "th", "my", "ar"}  # scripts with marks above and below the line

DATE_FORMAT = "yyyy-mm-dd"
TEXT_FORMAT = "@"  # so that a phone number keeps its plus sign and its zeros


def font(language: str) -> str:
    """A font that writes `language`."""
    return _FONTS.get(language, "Calibri")


def header_height(language: str) -> int:
    """Points that two lines of a header need."""
    return 48 if language in _TALL else 36


def formats(language: str) -> dict[str, dict[str, Any]]:
    """xlsxwriter's properties of every kind of cell, by the names used in drawing.py."""
    plain = {"font_name": font(language), "font_size": 11, "font_color": INK, "valign": "top"}
    head = {**plain, "bold": True, "bg_color": HEADER_GROUND, "text_wrap": True,
            "valign": "vcenter", "bottom": 1, "bottom_color": LINE}  # fmt: skip
    return {
        "text": {**plain, "num_format": TEXT_FORMAT},
        "long_text": {**plain, "num_format": TEXT_FORMAT, "text_wrap": True},
        "number": plain,
        "date": {**plain, "num_format": DATE_FORMAT, "align": "left"},
        "id": {**plain, "num_format": TEXT_FORMAT, "bg_color": PAGE_GROUND, "font_color": SOFT},
        "header": head,
        # Not by colour alone: the mark ● and a thick line say that a column is needed.
        "needed": {**head, "bottom": 5, "bottom_color": PINE},
        "legend": {**plain, "font_color": SOFT, "valign": "vcenter"},
        "key": {"font_color": SOFT, "font_size": 9},
        "title": {**plain, "bold": True, "font_size": 13},
        "note": {**plain, "font_color": SOFT},
        "prose": {**plain, "text_wrap": True, "font_size": 12},
    }
