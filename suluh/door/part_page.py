"""An editorial part as a page: its blocks in the reader's language, a section for each heading."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.safestring import SafeString

from suluh.content.blocks import Block, Part
from suluh.directory.edition.contents import public_code
from suluh.door.visit import Visit


@dataclass(frozen=True, slots=True)
class ToldBlock:
    """A block as content.blocks.Block has it, in words that a page may show."""

    kind: str
    lines: tuple[tuple[SafeString, ...], ...]


@dataclass(frozen=True, slots=True)
class ToldSection:
    """A heading and what stands under it. Empty for what stands before the first heading."""

    heading: SafeString
    blocks: tuple[ToldBlock, ...]


@dataclass(frozen=True, slots=True)
class ToldPart:
    """What the page shows."""

    title: SafeString
    sections: tuple[ToldSection, ...]


@dataclass(frozen=True, slots=True)
class PartLink:
    """A part on a list: its opaque code, its title and what it is about."""

    code: str
    title: SafeString
    summary: SafeString
    part: Part


def part_links(visit: Visit) -> list[PartLink]:
    """The parts of this edition, in order."""
    return [
        PartLink(
            public_code(f"{visit.edition.meta.salt}part {part.code}"),
            visit.say(part.title),
            visit.say(part.summary),
            part,
        )
        for part in visit.edition.meta.parts
    ]


def tell_part(visit: Visit, part: Part) -> ToldPart:
    """A text that the reader's language lacks is shown, and marked, in another."""
    headings: list[SafeString] = [SafeString("")]
    under: list[list[ToldBlock]] = [[]]
    for block in part.blocks:
        if block.kind == "heading":
            headings.append(visit.say(block.texts[0]))
            under.append([])
        else:
            under[-1].append(_told(visit, block))
    sections = zip(headings, under, strict=True)
    return ToldPart(
        title=visit.say(part.title),
        sections=tuple(
            ToldSection(heading, tuple(blocks)) for heading, blocks in sections if heading or blocks
        ),
    )


def _told(visit: Visit, block: Block) -> ToldBlock:
    lines = (tuple(visit.say(texts) for texts in line) for line in block.lines)
    return ToldBlock(block.kind, tuple(lines))
