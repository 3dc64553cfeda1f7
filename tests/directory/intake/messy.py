"""A spreadsheet as people make them: titles, headers in two lines, merged cells, two phones in a
cell, colours as codes, Buddhist dates, empty lines, ticks, notes under the table."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import PatternFill

YELLOW, GREEN = "FFFF00", "92D050"

Found = str | int | datetime | None

SERVICES = 5  # lines of the table that are services

_TITLE = "Daftar layanan rujukan, Provinsi Contoh"
_GROUPS = ("Organisasi", "Nama layanan", "Kontak", None, "Alamat", None, "Usia", None, "Bahasa",
           None, "Biaya", "Terakhir diperbarui", "Jam buka", "Catatan")  # fmt: skip
_HEADERS = (None, None, "Telepon", "Surel", "Jalan", "Kota", "6-13", "14-17", "Inggris",
            "Indonesia", None, None, None, None)  # fmt: skip
_MERGED = ("A1:N1", "C3:D3", "E3:F3", "G3:H3", "I3:J3", "A3:A4", "B3:B4", "K3:K4", "L3:L4",
           "M3:M4", "N3:N4", "A5:A6", "A13:N13")  # fmt: skip

_LINES: dict[int, tuple[Found, ...]] = {
    5: ("Yayasan Contoh", "Bantuan hukum", "020 7946 0100 / 020 7946 0101", "a@example.org",
        "Jalan Contoh 1", "Kota Contoh", "x", "X", "x", "x", None, "12/03/2569",
        "Sen-Jum 08:00-16:00", None),
    6: (None, "Konseling", "020 7946 0102 atau 020 7946 0103", "b@example.org; c@example.org",
        "Jalan Contoh 1", "Kota Contoh", None, "x", None, "x", None, "12/03/2569", None, None),
    8: ("Lembaga Misal", "Klinik", 2079460104, None, "Jalan Misal 2", "Kota Misal", None, None,
        None, "x", None, datetime(2026, 3, 12), "24 jam", "tutup hari raya"),
    9: ("Lembaga Misal", "Pelatihan kerja", "020 7946 0105\n020 7946 0106", None, None,
        "Kota Misal", None, "x", None, "x", "gratis", "2026-03-12", None, None),
    10: ("Lembaga Misal", "Makanan", "020 7946 0107", None, None, "Kota Misal", None, None, None,
         "x", None, None, None, None),
}  # fmt: skip
_NOTES = {12: "Kuning: gratis", 13: "Diperbarui oleh kantor dinas"}
_COLOURS = {"B5": YELLOW, "B8": YELLOW, "C9": GREEN, "A12": YELLOW}


def write(path: Path) -> Path:
    """Write the workbook to `path` and give it back."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Layanan 2569"
    sheet["A1"] = _TITLE
    for line, cells in {3: _GROUPS, 4: _HEADERS, **_LINES}.items():
        for column, value in enumerate(cells, start=1):
            sheet.cell(line, column, value)
    for line, words in _NOTES.items():
        sheet.cell(line, 1, words)
    for box in _MERGED:
        sheet.merge_cells(box)
    for cell, colour in _COLOURS.items():
        sheet[cell].fill = PatternFill("solid", start_color=f"FF{colour}")
    other = book.create_sheet("Singkatan")
    other.append(["KDRT", "kekerasan dalam rumah tangga"])
    other.append(["LBH", "lembaga bantuan hukum"])
    book.save(path)
    return path
