"""Builders of files that do harm, on purpose or by accident; also used by bench/hostile_files.py.

Each takes a folder, makes one file or folder in it, and returns its path. Nothing here is a real
document: a workbook is the least XML that is one.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

Builder = Callable[[Path], Path]

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_PARTS = {
    "[Content_Types].xml": f"""<Types xmlns="{_PACKAGE}/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>
<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_TYPE}.worksheet+xml"/></Types>""",
    "_rels/.rels": f"""<Relationships xmlns="{_PACKAGE}/relationships">
<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/>
</Relationships>""",
    "xl/workbook.xml": f"""<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}">
<sheets><sheet name="services" sheetId="1" r:id="rId1"/></sheets></workbook>""",
    "xl/_rels/workbook.xml.rels": f"""<Relationships xmlns="{_PACKAGE}/relationships">
<Relationship Id="rId1" Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>
</Relationships>""",
}
_HELLO = '<row r="1"><c r="A1" t="inlineStr"><is><t>name</t></is></c></row>'


def workbook(
    path: Path,
    rows: Iterable[str] = (_HELLO,),
    *,
    before: str = "",
    after: str = "",
    parts: Mapping[str, str | bytes] | None = None,
) -> Path:
    """A workbook of one sheet, its rows written one after the other. `before` comes first in the
    sheet's file, `after` follows its rows; `parts` are further files, or others in their place."""
    with ZipFile(path, "w", ZIP_DEFLATED, compresslevel=1) as archive:
        for name, content in {**_PARTS, **(parts or {})}.items():
            archive.writestr(name, content)
        with archive.open("xl/worksheets/sheet1.xml", "w") as sheet:
            sheet.write(f'{before}<worksheet xmlns="{_MAIN}"><sheetData>'.encode())
            for row in rows:
                sheet.write(row.encode())
            sheet.write(f"</sheetData>{after}</worksheet>".encode())
    return path


def cell(reference: str, text: str = "x") -> str:
    return f'<c r="{reference}" t="inlineStr"><is><t>{text}</t></is></c>'


def far_cell(folder: Path) -> Path:
    far = f'<row r="1048576">{cell("XFD1048576")}</row>'
    return workbook(folder / "far_cell.xlsx", [_HELLO, far])


def wide_and_long(folder: Path) -> Path:
    """Two cells, neither forbidden on its own, which span 100 million."""
    rows = [f'<row r="1">{cell("ALK1")}</row>', f'<row r="100000">{cell("A100000")}</row>']
    return workbook(folder / "wide_and_long.xlsx", rows)


def zip_bomb(folder: Path) -> Path:
    """200 MB of blanks in a workbook of 0.9 MB."""
    return workbook(folder / "zip_bomb.xlsx", (" " * 1_000_000 for _ in range(200)))


def lying_zip(folder: Path) -> Path:
    """A zip whose list says that its 5 MB are 10 bytes, so that only a trusting reader opens it."""
    path = folder / "lying.zip"
    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        archive.writestr("services.csv", b"a" * 5_000_000)
    content = bytearray(path.read_bytes())
    for sign, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        struct.pack_into("<L", content, content.rindex(sign) + offset, 10)
    path.write_bytes(content)
    return path


def entity_bomb(folder: Path) -> Path:
    """A billion laughs."""
    lines = ['<!ENTITY a0 "ha">']
    lines += [f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10)]
    row = f'<row r="1">{cell("A1", "&a9;")}</row>'
    document_type = f"<!DOCTYPE worksheet [{''.join(lines)}]>"
    return workbook(folder / "entity_bomb.xlsx", [row], before=document_type)


def outside_entity(folder: Path) -> Path:
    """Text that asks the reader to put a file of its own computer into a cell."""
    document_type = '<!DOCTYPE worksheet [<!ENTITY file SYSTEM "file:///etc/hostname">]>'
    row = f'<row r="1">{cell("A1", "&file;")}</row>'
    return workbook(folder / "outside_entity.xlsx", [row], before=document_type)


def two_million_rows(folder: Path) -> Path:
    """As many rows as no sheet can have, each with one number."""
    chunks = (
        "".join(f'<row r="{n}"><c r="A{n}"><v>{n}</v></c></row>' for n in range(at, at + 10_000))
        for at in range(1, 2_000_001, 10_000)
    )
    return workbook(folder / "two_million_rows.xlsx", chunks)


def two_million_lines(folder: Path) -> Path:
    path = folder / "two_million_lines.csv"
    path.write_bytes(b"name,phone\n" * 2_000_000)
    return path


def long_text_many_times(folder: Path) -> Path:
    """One text of 32,000 characters, used by 20,000 cells: 640 MB for who copies it each time."""
    used = (f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>' for n in range(1, 20_001))
    texts = f'<sst xmlns="{_MAIN}"><si><t>{"long " * 6_400}</t></si></sst>'
    relations = _PARTS["xl/_rels/workbook.xml.rels"].replace(
        "</Relationships>",
        f'<Relationship Id="rId2" Type="{_OFFICE}/sharedStrings" Target="sharedStrings.xml"/>'
        "</Relationships>",
    )
    parts = {"xl/sharedStrings.xml": texts, "xl/_rels/workbook.xml.rels": relations}
    return workbook(folder / "long_text.xlsx", used, parts=parts)


def macros(folder: Path) -> Path:
    return workbook(folder / "macros.xlsm", parts={"xl/vbaProject.bin": b"\xd0\xcf\x11\xe0 VBA"})


def outside_links(folder: Path) -> Path:
    link = f'<externalLink xmlns="{_MAIN}"/>'
    return workbook(folder / "links.xlsx", parts={"xl/externalLinks/externalLink1.xml": link})


def embedded_object(folder: Path) -> Path:
    return workbook(folder / "embedded.xlsx", parts={"xl/embeddings/oleObject1.bin": b"anything"})


def injected_formula(folder: Path) -> Path:
    """A cell that would start a program in a careless spreadsheet program."""
    row = '<row r="1"><c r="A1"><f>cmd|\' /C calc\'!A0</f><v>0</v></c></row>'
    return workbook(folder / "injected.xlsx", [row])


def injected_csv(folder: Path) -> Path:
    return _file(folder / "injected.csv", b"name,phone\n\"=cmd|' /C calc'!A0\",+44 20 7946 0100\n")


def endless_formulas(folder: Path) -> Path:
    """One formula shared by 60,000 cells: each has to be worked out before it can be shown."""
    first = shared_formula(1, "A1*2+SUM(A1:C9)")
    rest = (shared_formula(n) for n in range(2, 60_001))
    return workbook(folder / "formulas.xlsx", [first, *rest])


def long_formula(folder: Path) -> Path:
    """One formula of 8,000 characters shared by 2,000 cells."""
    first = shared_formula(1, "+".join(["A1"] * 2_700))
    rest = (shared_formula(n) for n in range(2, 2_001))
    return workbook(folder / "long_formula.xlsx", [first, *rest])


def shared_formula(row: int, text: str = "") -> str:
    """A row whose column B holds a formula, or a share in that of an earlier row."""
    return f'<row r="{row}"><c r="B{row}"><f t="shared" si="0">{text}</f><v>1</v></c></row>'


def formatting_far_away(folder: Path) -> Path:
    """What Excel leaves behind when somebody formatted a whole sheet: harmless, only long."""
    rows = (f'<row r="{n}"><c r="A{n}" s="0"/></row>' for n in range(2, 50_000))
    last = '<row r="1048576" hidden="1"><c r="XFD1048576" s="0"/></row>'
    size = '<dimension ref="A1:XFD1048576"/>'
    return workbook(folder / "formatted.xlsx", [_HELLO, *rows, last], after=size)


def old_excel(folder: Path) -> Path:
    return _file(folder / "old.xlsx", _ole("Workbook"))


def locked(folder: Path) -> Path:
    return _file(folder / "locked.xlsx", _ole("EncryptedPackage"))


def _ole(stream: str) -> bytes:
    """The first bytes of Microsoft's old container, and the name of one stream in it."""
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(1024, b"\0") + stream.encode("utf-16-le")


def truncated(folder: Path) -> Path:
    whole = workbook(folder / "whole.xlsx", (f'<row r="{n}"/>' for n in range(1, 5_000)))
    content = whole.read_bytes()
    whole.unlink()
    return _file(folder / "truncated.xlsx", content[: len(content) * 2 // 3])


def damaged(folder: Path) -> Path:
    """A workbook in which a disk has changed one byte."""
    path = workbook(folder / "damaged.xlsx")
    content = bytearray(path.read_bytes())
    at = content.index(b"xl/worksheets/sheet1.xml") + len("xl/worksheets/sheet1.xml") + 40
    content[at] ^= 0xFF
    path.write_bytes(content)
    return path


def path_outside(folder: Path) -> Path:
    return package(folder / "outside.zip", {"../../services.csv": b"id,name\n1,x\n"})


def zip_in_zip(folder: Path) -> Path:
    inner = package(folder / "inner.zip", {"services.csv": b"id,name\n1,x\n"})
    outer = package(folder / "outer.zip", {"inner.zip": inner.read_bytes()})
    inner.unlink()
    return outer


def hundred_thousand_files(folder: Path) -> Path:
    """A zip whose list names 100,000 files, all of them the same few bytes."""
    name, content = b"a.csv", b"id\n"
    local = struct.pack("<4s5H3L2H", b"PK\x03\x04", 20, 0, 0, 0, 0, 0, 3, 3, len(name), 0)
    listed = struct.pack(
        "<4s6H3L5H2L", b"PK\x01\x02", 20, 20, 0, 0, 0, 0, 0, 3, 3, len(name), 0, 0, 0, 0, 0, 0
    )
    start = local + name + content
    entries = (listed + name) * 100_000
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 0xFFFF, 0xFFFF, len(entries), len(start), 0)
    return _file(folder / "many.zip", start + entries + end)


def deep_json(folder: Path) -> Path:
    return _file(folder / "deep.json", b"[" * 100_000 + b"]" * 100_000)


def rather_deep_json(folder: Path) -> Path:
    """Deep enough to trouble who walks through it, not deep enough to trouble the parser."""
    return _file(folder / "rather_deep.json", b'{"a":' * 100 + b"1" + b"}" * 100)


def broken_json(folder: Path) -> Path:
    return _file(folder / "broken.json", b'{"services": [\n{"id": 1,}\n]}')


def zero_byte(folder: Path) -> Path:
    return _file(folder / "zero.csv", b"id,name\n1,Legal aid\n2,He\0lp\n")


def unclosed_quote(folder: Path) -> Path:
    return _file(folder / "quote.csv", b'id,name\n1,"Legal aid\n' + b"2,Advice\n" * 20_000)


def thousand_columns(folder: Path) -> Path:
    return _file(folder / "columns.csv", b"," * 5_000 + b"x\n")


def empty(folder: Path) -> Path:
    return _file(folder / "empty.xlsx", b"")


def picture(folder: Path) -> Path:
    return _file(folder / "picture.xlsx", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20)


def noise(folder: Path) -> Path:
    return _file(folder / "noise.xlsx", bytes(range(256)) * 40)


def web_page(folder: Path) -> Path:
    return _file(folder / "report.xls", b"\r\n<HTML><body><table><tr><td>1</td></tr></table>")


def open_document(folder: Path) -> Path:
    parts = {"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": b"<a/>"}
    return package(folder / "table.ods", parts)


def binary_workbook(folder: Path) -> Path:
    parts = {"[Content_Types].xml": b"<Types/>", "xl/workbook.bin": b"\x83\x01\x00"}
    return package(folder / "table.xlsb", parts)


def text_document(folder: Path) -> Path:
    parts = {"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<document/>"}
    return package(folder / "letter.xlsx", parts)


def nothing_inside(folder: Path) -> Path:
    return package(folder / "readme.zip", {"README.md": b"Nothing to see"})


def vanished(folder: Path) -> Path:
    return folder / "vanished.xlsx"


def package(path: Path, files: Mapping[str, bytes]) -> Path:
    """A zip of these files."""
    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return path


def _file(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


REFUSED: dict[Builder, str] = {
    far_cell: "file.sheet.far_cell",
    wide_and_long: "file.sheet.far_cell",
    zip_bomb: "file.zip.bomb",
    lying_zip: "file.zip.bomb",
    entity_bomb: "file.xml.entities",
    outside_entity: "file.xml.entities",
    two_million_rows: "file.table.rows",
    two_million_lines: "file.table.rows",
    long_text_many_times: "file.table.text",
    old_excel: "file.format.old_excel",
    locked: "file.format.password",
    truncated: "file.zip.truncated",
    damaged: "file.zip.damaged",
    path_outside: "file.zip.path",
    zip_in_zip: "file.zip.nested",
    hundred_thousand_files: "file.zip.entries",
    deep_json: "file.json.deep",
    rather_deep_json: "file.json.deep",
    broken_json: "file.json.broken",
    zero_byte: "file.csv.nul",
    unclosed_quote: "file.csv.quote",
    thousand_columns: "file.csv.columns",
    empty: "file.size.empty",
    picture: "file.format.picture",
    noise: "file.format.unknown",
    web_page: "file.format.web_page",
    open_document: "file.format.open_document",
    binary_workbook: "file.format.binary_workbook",
    text_document: "file.format.document",
    nothing_inside: "file.package.nothing",
    vanished: "file.opening.missing",
}
# Refused as well, after some seconds of work; the tests lower the limits.
LABORIOUS = (endless_formulas, long_formula)
ALLOWED = (formatting_far_away, injected_formula, injected_csv)
REMARKED: dict[Builder, str] = {
    macros: "file.macros.ignored",
    outside_links: "file.links.ignored",
    embedded_object: "file.objects.ignored",
}
