"""What an office is told on the home page: new accounts, other roles, removals, ways back.

Read from the log, so that whoever invents a colleague cannot leave it out; nor push it out, for
who may come in is never cut, and what happened again and again is told once.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db.models import Max, Q, QuerySet
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from suluh.access import log
from suluh.access.actor import Actor
from suluh.access.acts import acts
from suluh.access.models import Agency, AgencyRole, AuditEntry, Invitation, Team
from suluh.access.queries.actors import role_book_of
from suluh.access.queries.office_clock import moment
from suluh.access.queries.recoveries import only_hands_in

SHOWN_FOR = timedelta(days=14)
MOST = 50  # of the kinds that may be cut; the log has them all
_OPENED = gettext_lazy("%(who)s opened an account for %(whom)s as %(role)s")

# For whoever manages accounts or reads the log.
OF_ACCOUNTS = {
    "account.created": _OPENED,
    "account.joined": _OPENED,
    "account.role_changed": gettext_lazy(
        "%(who)s changed the role of %(whom)s from %(former)s to %(role)s"
    ),
    "role.changed": gettext_lazy("%(who)s changed what the role %(whom)s may do"),
    "team.changed": gettext_lazy("%(who)s changed who is in the team %(whom)s"),
    "account.closed": gettext_lazy("%(who)s closed the account of %(whom)s"),
    "account.opened": gettext_lazy("%(who)s opened the account of %(whom)s again"),
    "account.factor_reset": gettext_lazy("%(who)s removed the second factor of %(whom)s"),
    "account.password_set": gettext_lazy("%(who)s set a new password for %(whom)s"),
    "agreement.changed": gettext_lazy("%(who)s changed the confidentiality agreement"),
    "recovery_sheet.made": gettext_lazy("%(who)s made a new recovery sheet"),
}
OF_GROUPS = ("role.changed", "team.changed")  # of these the subject is no account
# For every member.
OF_RECOVERY = {
    "recovery.begun": gettext_lazy(
        "Somebody with the recovery sheet asked for the account of %(whom)s"
    ),
    "recovery.stopped": gettext_lazy("%(who)s stopped it. The recovery sheet is void"),
    "recovery.done": gettext_lazy("The account of %(whom)s was recovered with the recovery sheet"),
    "account.recovered": gettext_lazy("The account of %(whom)s was recovered at the machine"),
}  # fmt: skip
# For the person themselves.
OF_ONESELF = {
    "account.factor_reset": gettext_lazy("%(who)s removed your second factor"),
    "account.password_set": gettext_lazy("%(who)s set a new password for you"),
    "account.recovered": gettext_lazy("Your account was recovered at the machine"),
    "recovery.done": gettext_lazy("Your account was recovered with the recovery sheet"),
}
# Of these the newest are enough. Everything else says who may come in, and as what.
MAY_BE_CUT = ("account.closed", "agreement.changed", "recovery_sheet.made")
_THE_SAME = ("act", "actor", "role", "subject", "details")


@dataclass(frozen=True, slots=True)
class Notice:
    """One sentence with its day, as the office's calendar has it.

    One that is `in_log` says how many are not shown, to somebody who may read them there.
    """

    sentence: str
    mine: bool = False
    in_log: bool = False


def notices(actor: Actor) -> list[Notice]:
    """Of the last 14 days, for this actor, the newest first."""
    entries = _entries(actor)
    cut = entries.filter(act__in=MAY_BE_CUT)
    not_shown = max(0, cut.count() - MOST)
    found = [*entries.exclude(act__in=MAY_BE_CUT), *cut[:MOST]]
    if not found:
        return []
    found.sort(key=lambda each: each.sequence, reverse=True)
    telling = _Telling(actor, found)
    told = [telling.notice(each) for each in found]
    if not_shown:
        said = _("And %(number)d more.") % {"number": not_shown}
        told.append(Notice(said, in_log=actor.can("audit.read")))
    return told


def _entries(actor: Actor) -> QuerySet[AuditEntry]:
    """What this actor is told; of entries that say the same, the last."""
    shown = {} if only_hands_in(actor) else dict(OF_RECOVERY)
    if actor.can("accounts.manage") or actor.can("audit.read"):
        shown |= OF_ACCOUNTS
    recent = log.entries(actor).filter(at__gte=moment(actor) - SHOWN_FOR)
    about_me = Q(act__in=OF_ONESELF, subject=actor.account_id)
    told = recent.filter(Q(act__in=shown) | about_me)
    last = told.order_by().values(*_THE_SAME).annotate(last=Max("sequence")).values("last")
    return log.entries(actor).filter(sequence__in=last)


class _Telling:
    """Turns entries into sentences; names and roles are looked up once."""

    def __init__(self, actor: Actor, found: list[AuditEntry]) -> None:
        self.actor, self.language = actor, get_language() or "en"
        self.agency: Agency = Agency.objects.visible_to(actor).get()
        self.names, self.book = dict(log.names_in(found)), role_book_of(actor)
        self.hosts = _hosts(actor, found)
        self.names |= {host: name for host, name in self.hosts.values() if host is not None}
        self.names |= _groups(actor)

    def notice(self, entry: AuditEntry) -> Notice:
        mine = entry.subject is not None and entry.subject == self.actor.account_id
        sentences = OF_ACCOUNTS | OF_RECOVERY | (OF_ONESELF if mine else {})
        said = str(sentences[entry.act]) % {
            "who": self._who(entry),
            "whom": self._whom(entry),
            "role": self._role(str(entry.told.get("role", ""))),
            "former": self._role(str(entry.told.get("former_role", ""))),
        }
        day = date_format(self.agency.day(entry.at), "j F")
        return Notice(f"{said}, {day}.", mine and entry.act in OF_ONESELF)

    def _who(self, entry: AuditEntry) -> str:
        """Of an account that was opened with an invitation: whoever invited."""
        if entry.act == "account.joined" and entry.subject in self.hosts:
            return self.hosts[entry.subject][1]
        if entry.actor is not None:
            return self._name(entry.actor)
        return self._role(entry.role) or _("Somebody")

    def _name(self, account_id: UUID | None) -> str:
        return self.names.get(account_id, _("an account that is gone")) if account_id else ""

    def _whom(self, entry: AuditEntry) -> str:
        """The account; or the role or team, which may be gone."""
        if entry.act in OF_GROUPS and entry.subject:
            return self.names.get(entry.subject, _("(removed since)"))
        return self._name(entry.subject)

    def _role(self, code: str) -> str:
        """Own roles stand in the log as one code, which has words of its own."""
        if not code:
            return ""
        if code in self.book.roles:
            return self.book.roles[code].label(self.language)
        words: Mapping[str, str] = acts().details["role"].codes.get(code, {})
        return words.get(self.language) or words.get("en", code)


def _groups(actor: Actor) -> dict[UUID, str]:
    """Identifier -> name of today, of the roles and teams that the office made."""
    named: dict[UUID, str] = {}
    for model in (AgencyRole, Team):
        named |= dict(model.objects.visible_to(actor).values_list("pk", "name"))
    return named


def _hosts(actor: Actor, found: list[AuditEntry]) -> dict[UUID, tuple[UUID | None, str]]:
    """Account that joined -> id and name of whoever invited it."""
    joined = [each.subject for each in found if each.act == "account.joined"]
    if not joined:
        return {}
    used = Invitation.objects.visible_to(actor).filter(account__in=joined)
    return {
        each.account_id: (
            each.invited_by_id,
            each.invited_by.full_name if each.invited_by else _("The operator of this machine"),
        )
        for each in used.select_related("invited_by")
    }
