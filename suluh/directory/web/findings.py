"""What a check found, as its page shows it: a sentence, a meter, problems grouped by rule."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from suluh.directory.domain.problems import Problem, Severity
from suluh.directory.models import Intake
from suluh.directory.rules import explain, rule
from suluh.directory.serial import problem_of
from suluh.foundation import components as c
from suluh.kernel.languages import pick

SHOWN = 20  # rows of one rule on the page; the marked workbook has more


@dataclass(frozen=True, slots=True)
class RuleGroup:
    """The problems of one rule, as the page shows them."""

    title: str
    is_error: bool
    count: int
    rows: list[c.ProblemRow]

    @property
    def hidden(self) -> int:
        return self.count - len(self.rows)


def header(intake: Intake, *, may_import: bool) -> c.PageHeader:
    """The title, what can be imported now, and what to do next."""
    title = _("Check of %(file)s") % {"file": intake.file_name}
    again = reverse("directory:checks")
    if intake.state == Intake.REFUSED:
        sentence = _("The file could not be opened. Nothing was changed.")
        retry = c.Action(_("Upload again"), again, "upload", primary=True)
        return c.PageHeader(title, sentence, actions=[retry])
    ready = intake.findings["ready"]
    url = reverse("directory:check_import", args=[intake.pk])
    label = ngettext("Import %(count)d row", "Import %(count)d rows", ready) % {"count": ready}
    report = reverse("directory:check_report", args=[intake.pk])
    offers = may_import and intake.rows_total
    actions = [
        *([c.Action(label, url, primary=True, post=True)] if offers else []),
        c.Action(_("Marked workbook"), report, "download"),
        c.Action(_("Upload again"), again, "upload"),
    ]
    return c.PageHeader(title, _sentence(intake), actions=actions)


def _sentence(intake: Intake) -> SafeString:
    total = intake.rows_total
    ready, waiting = intake.findings["ready"], intake.findings["quarantined"]
    read = ngettext("%(count)d row read.", "%(count)d rows read.", total) % {"count": total}
    now = _("%(count)d can be imported now.") % {"count": ready}
    later = ngettext(
        "%(count)d row waits in quarantine until it is mended; nothing is lost.",
        "%(count)d rows wait in quarantine until they are mended; nothing is lost.",
        waiting,
    ) % {"count": waiting}
    return format_html("{} <strong>{}</strong> {}", read, now, later if waiting else "")


def meter(intake: Intake) -> c.Meter | None:
    """How the rows divide; None when none could be read."""
    if not intake.rows_total:
        return None
    remarked = intake.findings["remarked"]
    return c.Meter(
        [
            c.Share(intake.findings["ready"] - remarked, _("ready"), "good"),
            c.Share(remarked, _("ready, with a remark"), "ask"),
            c.Share(intake.findings["quarantined"], _("in quarantine"), "condition"),
        ]
    )


def groups(intake: Intake, language: str) -> Iterator[RuleGroup]:
    """The rules broken, the most useful to mend first, each with its first rows."""
    by_rule: dict[str, list[Problem]] = {}
    for stored in intake.findings["shown"]:
        by_rule.setdefault(stored["rule"], []).append(problem_of(stored))
    for rule_id, count in intake.findings["problem_counts"].items():
        found = by_rule[rule_id]
        yield RuleGroup(
            title=pick(dict(rule(rule_id).title), language),
            is_error=any(each.severity is Severity.ERROR for each in found),
            count=count,
            rows=[_row(each, language) for each in found[:SHOWN]],
        )


def _row(found: Problem, language: str) -> c.ProblemRow:
    words = explain(found, language)
    is_error = found.severity is Severity.ERROR
    return c.ProblemRow(_where(found), found.found, words.message, words.mend, is_error)


def _where(found: Problem) -> str:
    spot = found.spot
    sheet = spot.sheet or spot.file
    if spot.cell:
        return f"{sheet}!{spot.cell}"
    return (
        _("%(sheet)s, row %(line)d") % {"sheet": sheet, "line": spot.line} if spot.line else sheet
    )
