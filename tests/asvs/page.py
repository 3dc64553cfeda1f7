"""docs/asvs.md: requirement by requirement, who shows what."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from suluh.config.documentation.markdown import page, table
from tests.asvs.marks import Mark
from tests.asvs.register import Chapter, Requirement, State, judged

Tests = Mapping[str, Sequence[str]]  # requirement to tests


def asvs_page(known: Sequence[Chapter], marked: Sequence[Mark]) -> str:
    """The whole page."""
    tests: dict[str, list[str]] = defaultdict(list)
    for mark in marked:
        tests[mark.requirement].append(mark.test)
    return page(
        "tests/asvs/ and the marks of the tests",
        "# OWASP ASVS 5.0.0, chapter by chapter",
        "The [OWASP Application Security Verification Standard](https://github.com/OWASP/ASVS) "
        "numbers what can be asked of a web application. The numbers and levels here are those of "
        "release 5.0.0 (`6.2.1` here is `v5.0.0-6.2.1` there). **The words are ours and shorter**: "
        "before you rely on a line, read the original.",
        "**We, who wrote the program, judged this ourselves. No outside verifier has looked, and "
        "we do not say that Suluh meets ASVS or one of its levels.** A test shows one thing on the "
        "installation that it makes; your web server, your disks and your people are not in it.",
        "*Shown* names tests that carry the number. *Shown in part* says what is missing. "
        "*Written* asks for a document, and names ours; whether it says enough is for you to "
        "judge. *By the installer* cannot be done by the program. *Not shown* is a gap: we know of "
        "it, or nobody wrote the test.",
        _summary(known, tests),
        *(_section(chapter, tests) for chapter in known),
    )


def _summary(known: Sequence[Chapter], tests: Tests) -> str:
    rows = []
    for chapter in known:
        counted = Counter(
            judged(each, tests.get(each.number, ())) for each in chapter.requirements.values()
        )
        name = f"V{chapter.number} {chapter.title}"
        rows.append((name, _how_whole(chapter), *(str(counted[state]) for state in State)))
    return table(("chapter", "listed", *State), rows)


def _how_whole(chapter: Chapter) -> str:
    listed = len(chapter.requirements)
    return f"all {listed}" if chapter.sections else f"{listed}, those that matter here"


def _section(chapter: Chapter, tests: Tests) -> str:
    rows = [_row(each, tests.get(each.number, ())) for each in chapter.requirements.values()]
    title = f"## V{chapter.number} {chapter.title}"
    return f"{title}\n\n{table(('number', 'level', 'asks for', 'what there is'), rows)}"


def _row(each: Requirement, tests: Sequence[str]) -> tuple[str, ...]:
    return each.number, str(each.level), each.asks, _there_is(each, tests)


def _there_is(each: Requirement, tests: Sequence[str]) -> str:
    state = judged(each, tests)
    named = ", ".join(f"`{test}`" for test in tests)
    if state is State.SHOWN:
        return named
    if state is State.PARTLY:
        return f"{named}. **Missing:** {each.lacks}"
    if state is State.WRITTEN:
        more = f". {each.why}" if each.why else ""
        return f"*written:* [{each.where}]({_from_docs(each.where)}){more}"
    return f"*{state}:* {each.why}"


def _from_docs(where: str) -> str:
    """A path of the repository as a link on a page of docs/."""
    return where.removeprefix("docs/") if where.startswith("docs/") else f"../{where}"
