"""A workbook that holds a little of everything people put into workbooks."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path
from typing import Any

import xlsxwriter


def write_rich(path: Path) -> Path:
    """`Data` with formulas, styles, a drop-down, a comment, merged cells, a name, a conditional
    format with data bars (an extension), a chart, a picture and a text box; `Words` beside."""
    with xlsxwriter.Workbook(str(path)) as book:
        data, words = book.add_worksheet("Data"), book.add_worksheet("Words")
        green = book.add_format({"bg_color": "#CCFFCC", "bold": True, "border": 1})
        words.write_column("A1", ["yes", "no"])
        data.write_row("A1", ["id", "name", "open", "beds"], green)
        for line in range(1, 31):
            data.write_row(line, 0, [f"a-{line}", f"House {line}", "yes", line])
        data.write_formula("E2", "=SUM(D2:D31)")
        data.merge_range("A33:C33", "Notes of the team", green)
        data.write_comment("B2", "Ask Friday", {"author": "Team"})
        data.data_validation("C2:C31", {"validate": "list", "source": "=Words!$A$1:$A$2"})
        data.conditional_format("D2:D31", {"type": "cell", "criteria": ">", "value": 20,
                                           "format": green})  # fmt: skip
        book.define_name("beds", "=Data!$D$2:$D$31")
        data.freeze_panes(1, 0)
    return path


def write_with_losses(path: Path) -> Path:
    """Things that openpyxl cannot carry over: a picture, a text box, data bars, a macro part."""
    picture = path.with_suffix(".png")
    picture.write_bytes(_png())
    with xlsxwriter.Workbook(str(path)) as book:
        data: Any = book.add_worksheet("Data")
        data.write_column("A1", [1, 2, 3])
        chart = book.add_chart({"type": "column"})
        chart.add_series({"values": "=Data!$A$1:$A$3"})
        data.insert_chart("C1", chart)
        data.insert_image("C20", str(picture))
        data.insert_textbox("H1", "A box")
        data.conditional_format("A1:A3", {"type": "data_bar", "data_bar_2010": True})
    return path


def _png() -> bytes:
    """A picture of one white point."""

    def chunk(name: bytes, data: bytes) -> bytes:
        sum_ = zlib.crc32(name + data)
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", sum_)

    head = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    body = zlib.compress(b"\x00\xff")
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")
