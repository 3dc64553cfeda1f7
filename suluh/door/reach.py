"""How to reach a service: each way with what is known about its cost and its traces."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from suluh.directory.edition.contents import Values
from suluh.directory.edition.urgent_numbers import CALLED, is_free
from suluh.door import numbers
from suluh.door.visit import Visit
from suluh.door.who import Line, ask, fits, fits_not
from suluh.door.wording import in_language, joined, language_name

_BUTTONS = (*CALLED, "sms", "whatsapp")  # the channels that a phone can open at once


@dataclass(frozen=True, slots=True)
class Way:
    """One way of contact. `url` is "" for what cannot be opened; `large` is for phone numbers."""

    icon: str
    title: SafeString
    value: SafeString
    url: str
    verb: str
    primary: bool
    large: bool
    facts: tuple[Line, ...]


def ways(visit: Visit, contacts: tuple[Values, ...]) -> tuple[Way, ...]:
    """Phone numbers first: they need no account and no data."""
    ordered = sorted(contacts, key=lambda contact: contact.get("channel") not in CALLED)
    return tuple(_way(visit, contact) for contact in ordered)


def _way(visit: Visit, contact: Values) -> Way:
    channel, value = contact.get("channel", ""), contact.get("value", "")
    terms = visit.edition.meta.vocabulary("channels")
    called, opened = channel in CALLED, channel in _BUTTONS
    return Way(
        icon=terms[channel].extra.get("icon", "info") if channel in terms else "info",
        title=visit.word("channels", channel),
        value=numbers.shown(value) if opened else _readable(value),
        url=_url(channel, contact),
        verb=_("Call") if called else _("Send a message") if opened else "",
        primary=called,
        large=opened,
        facts=tuple(_facts(contact, called)),
    )


def _readable(value: str) -> SafeString:
    parts = urlsplit(value)
    return in_language(f"{parts.netloc}{parts.path}".rstrip("/") if parts.netloc else value, "")


def _url(channel: str, contact: Values) -> str:
    value: str = contact.get("value", "")
    if channel in CALLED:
        return f"tel:{numbers.dialled(value, contact.get('extension', ''))}"
    if channel == "sms":
        return f"sms:{numbers.digits(value)}"
    if channel == "whatsapp":
        return f"https://wa.me/{numbers.digits(value).lstrip('+')}"
    if channel == "email":
        return f"mailto:{quote(value, safe='@+')}"
    return value if urlsplit(value).scheme in ("http", "https") else ""


def _facts(contact: Values, called: bool) -> Iterator[Line]:
    if extension := contact.get("extension"):
        yield Line("info", format_html("{} {}", _("Extension"), extension))
    if not called:
        return
    if is_free(contact):
        yield fits(_("Free to call"))
    elif contact.get("free_to_call") == "no":
        yield fits_not(_("You pay for the call"))
    yield from _traces(contact)
    if contact.get("works_from_abroad") == "yes":
        yield fits(_("Works from other countries"))
    elif contact.get("works_from_abroad") == "no":
        yield fits_not(_("Works only inside the country"))
    if words := contact.get("answers_as"):
        yield Line("info", format_html("{} {}", _("They answer:"), in_language(words, "")))


def _traces(contact: Values) -> Iterator[Line]:
    """What a call leaves behind. Not known means: it may."""
    on_bill = {
        "yes": Line("eye", _("The call shows on a phone bill")),
        "no": fits(_("The call does not show on a phone bill")),
    }
    yield on_bill.get(
        contact.get("appears_on_bill", ""), ask(_("The call may show on a phone bill"))
    )
    if contact.get("safe_to_leave_message") == "yes":
        yield fits(_("You can leave a voice message"))
    elif contact.get("safe_to_leave_message") == "no":
        yield fits_not(_("Do not leave a voice message"))


def spoken(visit: Visit, values: Values) -> tuple[Line, ...]:
    """Languages and names: what one wants to know before calling."""
    return tuple(_spoken(visit, values))


def _spoken(visit: Visit, values: Values) -> Iterator[Line]:
    staff = values.get("languages_staff", [])
    if staff:
        yield Line("languages", format_html("{} {}", _("They speak:"), _languages(visit, staff)))
    else:
        yield ask(_("Which languages they speak, we could not find out."))
    if others := values.get("languages_interpreted"):
        words = format_html("{} {}", _("With an interpreter:"), _languages(visit, others))
        yield Line("languages", words)
    anonymous = {
        "yes": fits(_("You do not have to give your name")),
        "first_contact": fits(_("You do not have to give your name at first")),
        "no": fits_not(_("They ask for your name")),
    }
    if (code := values.get("anonymous_contact", "")) in anonymous:
        yield anonymous[code]


def _languages(visit: Visit, codes: list[str]) -> SafeString:
    return joined([format_html("{}", language_name(code, visit.language.code)) for code in codes])
