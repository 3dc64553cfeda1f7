"""A QR code as one SVG path: no picture file, no inline style, sharp on paper."""

from __future__ import annotations

from dataclasses import dataclass

import qrcode  # type: ignore[import-untyped]

QUIET = 4  # modules of white around it, as the standard asks


@dataclass(frozen=True, slots=True)
class QrCode:
    """`size` in modules; `path` is the `d` of an SVG path in that square."""

    size: int
    path: str


def qr_code(text: str) -> QrCode:
    code = qrcode.QRCode(border=QUIET)
    code.add_data(text)
    code.make(fit=True)
    rows: list[list[bool]] = code.get_matrix()
    dark = [(x, y) for y, row in enumerate(rows) for x, is_dark in enumerate(row) if is_dark]
    return QrCode(size=len(rows), path="".join(f"M{x} {y}h1v1h-1z" for x, y in dark))
