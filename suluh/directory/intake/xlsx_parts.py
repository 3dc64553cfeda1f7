"""The small parts of a workbook: which sheet is which file, colours, custom properties, texts."""

from __future__ import annotations

import colorsys
import posixpath
from array import array
from collections.abc import Sequence
from xml.etree.ElementTree import Element, ParseError
from xml.parsers import expat
from zipfile import ZipFile

from defusedxml.ElementTree import fromstring

from suluh.directory.intake.limits import CELLS
from suluh.directory.intake.tables import Refused

_WHITE = "FFFFFF"
# The order in which a theme's colours are numbered (ECMA-376 part 1, 20.1.6.2); the file itself
# lists the dark one of each pair first, and Excel counts the light one first.
_THEME_ORDER = (1, 0, 3, 2, 4, 5, 6, 7, 8, 9, 10, 11)


class Parts:
    """Looks up parts of an open workbook by name, whatever the case or slashes of their names."""

    def __init__(self, archive: ZipFile) -> None:
        self.archive = archive
        self._names = {_plain(name): name for name in archive.namelist()}

    def names(self) -> list[str]:
        """The names of all parts, in lower case, without a leading slash."""
        return list(self._names)

    def real_name(self, name: str) -> str | None:
        return self._names.get(_plain(name))

    def xml(self, name: str) -> Element | None:
        """The parsed part, or None where there is none. Raises Refused when it is not XML."""
        real = self.real_name(name)
        if real is None:
            return None
        try:
            root: Element = fromstring(self.archive.read(real))
        except ParseError as error:
            raise Refused("file.xml.broken") from error
        return root

    def sheets(self) -> dict[str, str]:
        """Sheet name -> the name of its part, hidden and very hidden sheets included."""
        workbook = self.xml("xl/workbook.xml")
        relations = self.xml("xl/_rels/workbook.xml.rels")
        if workbook is None or relations is None:
            raise Refused("file.workbook.broken")
        targets = {relation.get("Id"): relation.get("Target", "") for relation in relations}
        found = {}
        for sheet in workbook.iterfind("{*}sheets/{*}sheet"):
            number = next((sheet.get(key) for key in sheet.attrib if key.endswith("}id")), None)
            part = self.real_name(posixpath.normpath(posixpath.join("xl", targets.get(number, ""))))
            if part:
                found[sheet.get("name", "")] = part
        return found

    def properties(self) -> dict[str, str]:
        """The custom properties (docProps/custom.xml) as text."""
        root = self.xml("docProps/custom.xml")
        if root is None:
            return {}
        return {entry.get("name", ""): "".join(entry.itertext()).strip() for entry in root}

    def text_lengths(self) -> Sequence[int]:
        """The length in characters of every shared text, in order. Raises Refused when there are
        more texts than cells could use."""
        name = self.real_name("xl/sharedStrings.xml")
        lengths = array("Q")
        if name is None:
            return lengths
        parser = expat.ParserCreate()

        def start(element: str, _attributes: dict[str, str]) -> None:
            if element.rpartition(":")[2] == "si":
                lengths.append(0)
                if len(lengths) > CELLS:
                    raise Refused("file.table.cells", limit=f"{CELLS:,}")

        def characters(text: str) -> None:
            if lengths:
                lengths[-1] += len(text)

        parser.buffer_text = True
        parser.StartElementHandler = start
        parser.CharacterDataHandler = characters
        with self.archive.open(name) as stream:
            parser.ParseFile(stream)
        return lengths

    def style_fills(self) -> dict[str, str]:
        """Style number -> the six digits of its fill colour; styles without one are left out."""
        styles = self.xml("xl/styles.xml")
        if styles is None:
            return {}
        theme = self._theme_colours()
        fills = [_fill_colour(fill, theme) for fill in styles.iterfind("{*}fills/{*}fill")]
        found = {}
        for number, style in enumerate(styles.iterfind("{*}cellXfs/{*}xf")):
            fill = int(style.get("fillId", "0"))
            if fill < len(fills) and fills[fill] not in ("", _WHITE):
                found[str(number)] = fills[fill]
        return found

    def _theme_colours(self) -> list[str]:
        root = self.xml("xl/theme/theme1.xml")
        scheme = None if root is None else root.find(".//{*}clrScheme")
        if scheme is None:
            return []
        listed = [colour.get("lastClr") or colour.get("val") or "" for (colour,) in scheme]
        return [listed[at] for at in _THEME_ORDER if at < len(listed)]


def _plain(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").lower()


def _fill_colour(fill: Element, theme: list[str]) -> str:
    pattern = fill.find("{*}patternFill")
    if pattern is None or pattern.get("patternType") != "solid":
        return ""
    colour = pattern.find("{*}fgColor")
    if colour is None:
        return ""
    if rgb := colour.get("rgb"):
        return rgb[-6:].upper()
    if indexed := colour.get("indexed"):
        return _of_the_old_palette(int(indexed))
    if (number := int(colour.get("theme", "-1"))) in range(len(theme)):
        return _tinted(theme[number], float(colour.get("tint", "0")))
    return ""


def _of_the_old_palette(number: int) -> str:
    from openpyxl.styles.colors import COLOR_INDEX  # noqa: PLC0415 - half a second, rarely due

    return COLOR_INDEX[number][-6:].upper() if number < len(COLOR_INDEX) else ""


def _tinted(colour: str, tint: float) -> str:
    """A theme colour made lighter (tint up to 1) or darker (down to -1): ECMA-376 18.8.3."""
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (0, 2, 4))
    hue, lightness, saturation = colorsys.rgb_to_hls(red, green, blue)
    lightness = lightness * (1 + tint) if tint < 0 else lightness * (1 - tint) + tint
    shades = colorsys.hls_to_rgb(hue, min(1.0, max(0.0, lightness)), saturation)
    return "".join(f"{round(shade * 255):02X}" for shade in shades)
