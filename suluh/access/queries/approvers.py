"""Who in an office could answer a joint act, looked up once for however many acts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import cached_property
from uuid import UUID

from django.db.models import Max, Q

from suluh.access.actor import Actor
from suluh.access.domain.roles import Role
from suluh.access.domain.two_people import (
    OPEN,
    Colleague,
    Obstacle,
    Request,
    could_approve,
)
from suluh.access.models import AgencyRole, AuditEntry, JointAct, Membership
from suluh.access.queries.actors import OPERATOR, role_book_of
from suluh.access.queries.office_clock import moment
from suluh.access.two_people import joint_kinds

# What makes somebody new at this office.
_LET_IN = ("account.created", "account.joined")
# What makes somebody else of whoever was there: they are no second person for a day, and still one.
_CHANGED = ("account.opened", "account.role_changed", "account.factor_reset", "recovery.done")
# Also by the operator: somebody on the phone may have said that they are the colleague.
_RECOVERED = "account.recovered"
_OF_A_ROLE = ("role.made", "role.changed")
Rule = Callable[[Request, Colleague, datetime], Obstacle | None]


class Approvers:
    """The colleagues of the actor's office, as they are when the first question comes.

    Keep it no longer than a page or a transaction lasts. For an act that is over nobody is looked
    up.
    """

    def __init__(self, actor: Actor) -> None:
        self.actor = actor
        self._by_kind: dict[str, dict[UUID, Colleague]] = {}

    @cached_property
    def now(self) -> datetime:
        return moment(self.actor)

    def obstacle(self, joint: JointAct, rule: Rule) -> Obstacle | None:
        """What stands between the actor and this answer, or None."""
        request = joint.as_request()
        if request.state_at(self.now) not in OPEN:
            return Obstacle.OVER
        me = self.of(joint.act).get(self.actor.account_id) if self.actor.account_id else None
        return Obstacle.POWER if me is None else rule(request, me, self.now)

    def approval_stands(self, joint: JointAct) -> bool:
        """Whether whoever approved it still works here, and may still approve it."""
        found = self.of(joint.act).get(joint.answered_by_id) if joint.answered_by_id else None
        return found is not None and found.may

    def names(self, joint: JointAct) -> list[str]:
        """Who could approve it now, by name."""
        fit = could_approve(joint.as_request(), self.of(joint.act).values(), self.now)
        return sorted(self._members[each.account].account.full_name for each in fit)

    def of(self, act: str) -> dict[UUID, Colleague]:
        """Everybody with an open account, by account.

        Their role alone counts: what is open for a few hours in an emergency approves nothing.
        """
        if act not in self._by_kind:
            self._by_kind[act] = {
                key: self._colleague(act, each) for key, each in self._members.items()
            }
        return self._by_kind[act]

    def _colleague(self, act: str, member: Membership) -> Colleague:
        kind, role = joint_kinds().get(act), self._book.get(member.role)
        changes = self._changes
        moments = (changes.account.get(member.account_id), changes.role.get(member.role))
        return Colleague(
            account=member.account_id,
            may=bool(kind and role and kind.approve & role.capabilities),
            let_in_at=changes.let_in.get(member.account_id),
            changed_at=max(filter(None, moments), default=None),
        )

    @cached_property
    def _book(self) -> Mapping[str, Role]:
        return role_book_of(self.actor).roles

    @cached_property
    def _members(self) -> dict[UUID, Membership]:
        found = Membership.objects.visible_to(self.actor).filter(account__is_active=True)
        return {each.account_id: each for each in found.select_related("account")}

    @cached_property
    def _changes(self) -> _Changes:
        return _Changes(self.actor)


class _Changes:
    """When somebody of the office last changed who an account is, and what a role of theirs may.

    Whoever joined with an invitation counts: somebody of the office invited them. The operator does
    not: whoever runs commands on the machine needs no puppet.
    """

    def __init__(self, actor: Actor) -> None:
        every = AuditEntry.objects.visible_to(actor).order_by()
        of_the_office = ~Q(role=OPERATOR)

        def last(which: Q) -> dict[UUID, datetime]:
            return dict(every.filter(which).values_list("subject").annotate(last=Max("at")))

        self.let_in = last(Q(act__in=_LET_IN) & of_the_office)
        self.account = last((Q(act__in=_CHANGED) & of_the_office) | Q(act=_RECOVERED))
        rows = last(Q(act__in=_OF_A_ROLE) & of_the_office)
        own = AgencyRole.objects.visible_to(actor).filter(pk__in=rows)
        self.role = {code: rows[pk] for pk, code in own.values_list("pk", "code")}
