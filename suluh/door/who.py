"""Who can use a service: one line for each thing that is known, and for what one must ask."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from suluh.directory.edition.contents import Values
from suluh.door.visit import Visit
from suluh.door.wording import Words, joined


@dataclass(frozen=True, slots=True)
class Line:
    """An icon and a sentence. The icon is never the only sign."""

    icon: str
    words: Words


def fits(words: Words) -> Line:
    return Line("check", words)


def fits_not(words: Words) -> Line:
    return Line("x", words)


def ask(words: Words) -> Line:
    return Line("circle-question-mark", words)


# What a reader most needs to know: said even when nobody could find out.
_SITUATION = {
    "yes": fits(gettext_lazy("You can use it even if you cannot leave yet")),
    "no": fits_not(gettext_lazy("Only after you have left your work or home")),
    "ask": ask(gettext_lazy("Cannot leave yet? Ask first.")),
}
_ALONE_UNDER_18 = {
    "yes": fits(gettext_lazy("Under 18 and alone: you can come")),
    "no": fits_not(gettext_lazy("Not if you are under 18 and alone")),
    "ask": ask(gettext_lazy("Under 18 and alone? Ask first.")),
}
_GUARDIAN = {
    "not_needed": fits(gettext_lazy("No parent or guardian has to agree")),
    "needed": ask(gettext_lazy("A parent or guardian has to agree")),
    "by_law": ask(gettext_lazy("By law a parent or guardian has to agree")),
}


def who_line(visit: Visit, values: Values) -> SafeString:
    """Whom it serves, in one line for a card: `Men, 18 and over`."""
    served = [visit.word("serves", code) for code in values.get("serves", ())]
    known = ages(values.get("minimum_age"), values.get("maximum_age"))
    return joined([*served, conditional_escape(known)] if known else served)


def ages(least: int | None, most: int | None) -> str:
    if least and most is not None:
        return _("%(least)s to %(most)s years") % {"least": least, "most": most}
    if least:
        return _("%(least)s and over") % {"least": least}
    return _("up to %(most)s years") % {"most": most} if most is not None else ""


def who_lines(visit: Visit, values: Values) -> tuple[Line, ...]:
    """All that is known about who can use a service."""
    return tuple(_lines(visit, values))


def _lines(visit: Visit, values: Values) -> Iterator[Line]:
    if served := who_line(visit, values):
        yield fits(served)
    yield _nationality(visit, values)
    yield _status(visit, values)
    yield _SITUATION.get(
        values.get("still_in_situation", ""),
        ask(_("Cannot leave yet? We could not find out. Ask first.")),
    )
    yield from _families(visit, values)
    if groups := _words(visit, values, "accepts_groups", "other_groups"):
        yield fits(format_html("{} {}", _("Also for:"), groups))
    if groups := _words(visit, values, "excludes_groups", "other_groups"):
        yield fits_not(format_html("{} {}", _("Not for:"), groups))
    if areas := _words(visit, values, "residence_required", "areas"):
        yield ask(format_html("{} {}", _("You must live in:"), areas))
    forms = [code for code in values.get("exploitation_forms", ()) if code != "all"]
    if forms:
        words = joined([visit.word("exploitation_forms", code) for code in forms])
        yield fits(format_html("{} {}", _("For people who lived through:"), words))


def _words(visit: Visit, values: Values, key: str, vocabulary: str) -> SafeString:
    return joined([visit.word(vocabulary, code) for code in values.get(key, ())])


def _nationality(visit: Visit, values: Values) -> Line:
    known = values.get("nationality_status", [])
    if not known:
        return ask(_("Citizenship and papers: we could not find out. Ask first."))
    if "anyone" in known:
        return fits(_("Any nationality, with or without papers"))
    return fits(_words(visit, values, "nationality_status", "nationality_status"))


# What needs nobody's judgement: the same as where "What can I use?" says that it fits.
OPEN_TO_ALL = ("none_anyone", "self_report_enough")


def _status(visit: Visit, values: Values) -> Line:
    code = values.get("identification_needed", "")
    if not code:
        return ask(_("Official status: we could not find out. Ask first."))
    words = format_html("{} {}", _("Official status:"), visit.word("identification_needed", code))
    return fits(words) if code in OPEN_TO_ALL else ask(words)


def _families(visit: Visit, values: Values) -> Iterator[Line]:
    if together := _words(visit, values, "comes_with", "comes_with"):
        yield fits(together)
    if (boys := values.get("boys_up_to_age")) is not None:
        words = ngettext("Boys up to %(age)s year", "Boys up to %(age)s years", boys)
        yield fits(words % {"age": boys})
    for key, answers in (
        ("unaccompanied_children", _ALONE_UNDER_18),
        ("guardian_consent", _GUARDIAN),
    ):
        if (code := values.get(key, "")) in answers:
            yield answers[code]
