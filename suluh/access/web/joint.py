"""What waits for a second person: to be approved or declined, taken back, or done at last."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from suluh.access.actor import Actor
from suluh.access.domain.two_people import OPEN, Request, State, obstacle_to_decline
from suluh.access.guards import WorkspaceRequest, signed_in_page
from suluh.access.models import Agency, JointAct
from suluh.access.operations import two_people as operations
from suluh.access.queries.approvers import Approvers
from suluh.access.queries.joint_acts import joint_acts, names_of_subjects, waiting_for
from suluh.access.two_people import joint_kinds, may_approve, may_ask_for
from suluh.foundation import components as c
from suluh.kernel.languages import pick


def _has_part(actor: Actor) -> bool:
    """Whether what this actor's role does can need a second person, or be one."""
    return bool(may_ask_for(actor) or may_approve(actor))


@dataclass(frozen=True, slots=True)
class Shown:
    """One joint act in words. `todo` says what is missing, `do` is the page where it is done."""

    joint: JointAct
    act: str
    particulars: str
    asked: str
    state: c.Chip
    todo: str = ""
    do: str = ""


@signed_in_page(needs=_has_part)
def joint(request: WorkspaceRequest) -> HttpResponse:
    """What waits for this person, what they asked for, and what is over."""
    approvers = Approvers(request.actor)
    waiting = {each.pk for each in waiting_for(request.actor, approvers)}
    every = joint_acts(request.actor)
    show = _Showing(request.actor, every, approvers)
    mine = [each for each in every if each.asker_id == request.actor.account_id and show.open(each)]
    own = {each.pk for each in mine}
    alone = [each for each in every if each.alone and show.open(each) and each.pk not in own]
    others = [each for each in every if each.pk not in waiting | own and each not in alone]
    stoppable = [each for each in others if approvers.obstacle(each, obstacle_to_decline) is None]
    rest = [each for each in others if each not in stoppable]
    context = {
        "header": _header(request.actor),
        "waiting": [show(each) for each in every if each.pk in waiting],
        "mine": [show(each) for each in mine],
        "alone": [show(each) for each in alone],
        "stoppable": [show(each) for each in stoppable],
        "over": _table([show(each) for each in rest]) if rest else None,
        "nothing": not (waiting or mine or alone or stoppable),
        "empty": c.EmptyState(
            _("Nothing waits"), _("Some acts need two people. What is asked for stands here.")
        ),
    }
    return render(request, "access/joint.html", context)


def _asked(actor: Actor) -> QuerySet[JointAct]:
    """Those in which the actor has a part."""
    return JointAct.objects.visible_to(actor).select_related("asker")


@signed_in_page(methods=("POST",), fresh=True, needs=_has_part, reached=_asked)
def joint_approve(request: WorkspaceRequest, asked: JointAct) -> HttpResponse:
    """A second person says yes, signed in freshly."""
    operations.approve(request.actor, joint=asked)
    said = _("You approved it. %(name)s can do it within 7 days, once.")
    messages.success(request, said % {"name": asked.asker.full_name})
    return redirect("joint")


@signed_in_page(methods=("POST",), needs=_has_part, reached=_asked)
def joint_decline(request: WorkspaceRequest, asked: JointAct) -> HttpResponse:
    """A second person says no."""
    operations.decline(request.actor, joint=asked)
    messages.success(request, _("You declined it. It will not be done."))
    return redirect("joint")


@signed_in_page(methods=("POST",), needs=_has_part, reached=_asked)
def joint_withdraw(request: WorkspaceRequest, asked: JointAct) -> HttpResponse:
    """Whoever asked no longer wants it."""
    operations.withdraw(request.actor, joint=asked)
    messages.success(request, _("You took it back."))
    return redirect("joint")


def _header(actor: Actor) -> c.PageHeader:
    language = get_language() or "en"
    begin = [
        c.Action(_("Ask to %(act)s") % {"act": kind.say(language)}, reverse(kind.begin))
        for kind in may_ask_for(actor)
    ]
    files = c.Action(_("Encrypted files"), reverse("exports"), "file-lock")
    return c.PageHeader(
        _("Waiting for a second person"),
        _("Two people decide together about what cannot be taken back."),
        actions=[*begin, files],
    )


class _Showing:
    """Puts joint acts into words, with the names looked up once."""

    def __init__(self, actor: Actor, every: list[JointAct], approvers: Approvers) -> None:
        self.actor, self.language = actor, get_language() or "en"
        self.approvers, self.now = approvers, approvers.now
        self.agency: Agency = Agency.objects.visible_to(actor).get()
        self.names: Mapping[UUID, str] = names_of_subjects(every)

    def open(self, each: JointAct) -> bool:
        return each.as_request().state_at(self.now) in OPEN

    def __call__(self, each: JointAct) -> Shown:
        kind, request = joint_kinds().get(each.act), each.as_request()
        own = each.asker_id == self.actor.account_id
        ready = own and request.obstacle_to_use(self.now) is None
        return Shown(
            joint=each,
            act=kind.say(self.language) if kind else each.act,
            particulars=self._particulars(each),
            asked=self.agency.clock(each.asked_at),
            state=_chip(request, request.state_at(self.now)),
            todo=self._todo(each, request) if self.open(each) else "",
            do=reverse(kind.do, args=[each.pk]) if kind and ready else "",
        )

    def _particulars(self, each: JointAct) -> str:
        kind = joint_kinds().get(each.act)
        labels = kind.labels if kind else {}
        about = each.about
        said = [self.names[about]] if about and about in self.names else []
        for name in (*labels, *(set(each.parameters) - set(labels))):
            label = pick(dict(labels.get(name, {})), self.language) or name
            said.append(f"{label} {each.parameters.get(name, '')}")
        return " · ".join(said)

    def _todo(self, each: JointAct, request: Request) -> str:
        if request.alone and self.now < request.ripe_at:
            ripe = self.agency.clock(request.ripe_at)
            return _("Nobody else was there to approve it. It waits until %(moment)s.") % {
                "moment": ripe
            }
        if request.alone or request.state is State.APPROVED:
            ends = self.agency.clock(request.ends_at)
            return _("It can be done once, until %(moment)s.") % {"moment": ends}
        names = ", ".join(self.approvers.names(each))
        if not names:
            return _("Nobody can approve it now. Take it back and ask again.")
        return _("These people can approve it: %(names)s.") % {"names": names}


def _chip(request: Request, state: State) -> c.Chip:
    if state is State.ASKED and request.alone:
        return c.Chip(_("Waits 24 hours, nobody else is there"), "hourglass", "ask")
    chips = {
        State.ASKED: c.Chip(_("Waits for a second person"), "hourglass", "ask"),
        State.APPROVED: c.Chip(_("Approved"), "circle-check", "good"),
        State.DECLINED: c.Chip(_("Declined"), "circle-x", "condition"),
        State.WITHDRAWN: c.Chip(_("Taken back"), "undo-2"),
        State.ENDED: c.Chip(_("Ended: an account or a role was changed"), "undo-2"),
        State.EXPIRED: c.Chip(_("Too old"), "clock"),
        State.DONE: c.Chip(_("Done alone") if request.alone else _("Done"), "circle-check"),
    }
    return chips[state]


def _table(rows: list[Shown]) -> c.Table:
    columns = [c.Column(_("What")), c.Column(_("Asked by")), c.Column(_("Answered by")),
               c.Column(_("State"))]  # fmt: skip
    cells = [
        [
            c.Cell(each.act, note=each.particulars),
            c.Cell(each.joint.asker.full_name, note=each.asked),
            c.Cell(each.joint.answered_by.full_name if each.joint.answered_by else "–"),
            c.Cell(each.state.text),
        ]
        for each in rows
    ]
    return c.Table(_("Over"), columns, [c.RowGroup(cells)])
