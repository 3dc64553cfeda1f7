"""The way back when an office lost its keys: the paper, the wait, the new beginning.

It is no back door: it needs the paper, waits for a day, is shown to every member on every page,
can be stopped by them, works once, and stands in the log at each step.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from hmac import compare_digest

from django.contrib.auth.password_validation import validate_password
from django.db import transaction
from django.utils.translation import gettext as _

from suluh.access import policy
from suluh.access.actor import Actor, somebody
from suluh.access.domain.codes import SHEET_GROUPS, digest_of, new_code
from suluh.access.domain.recovery import State, ready_at, state
from suluh.access.models import Account, Agency, JointAct, OfficeRecovery, RecoverySheet
from suluh.access.operations.audit import record
from suluh.access.operations.office import MANAGE, hold_office
from suluh.access.operations.open_visits import forget_visits
from suluh.access.operations.withdrawing import end_everything_of, record_ended, remove_factors
from suluh.access.queries.actors import agencies_of_this_machine, agency_of_account
from suluh.access.queries.office_clock import moment
from suluh.access.queries.recoveries import manager, may_stop, valid_sheet
from suluh.foundation.row_security import rows_of_agency


class CannotRecover(Exception):
    """A wrong code, an unknown address, an account that manages none: nobody is told which."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a recovery stands: ready for a new password, or waiting until then, by office time."""

    ready: bool
    ready_at: str


def make_sheet(actor: Actor) -> str:
    """A new recovery sheet; the one before is void. Gives its code, which is kept nowhere."""
    policy.require(actor, MANAGE)
    code = new_code(SHEET_GROUPS)
    with transaction.atomic():
        hold_office(actor, MANAGE)
        _void_sheet(actor)
        sheet = RecoverySheet.objects.create(
            agency_id=actor.agency, digest=digest_of(code), made_by_id=actor.account_id
        )
        record(actor, "recovery_sheet.made", subject=sheet)
    return code


def ask_for_recovery(*, email: str, code: str) -> Standing:
    """With the paper: begin the wait, or look where it stands. Raises CannotRecover."""
    account, visitor = _known(email, code)
    with rows_of_agency(visitor.agency), transaction.atomic():
        hold_office(visitor)
        sheet = _right_sheet(visitor, code)
        now = moment(visitor)
        found = _open_one(visitor, account)
        if found is not None and (found.sheet_id != sheet.pk or _is_over(found, now)):
            found.stopped_at = now
            found.save(update_fields=["stopped_at", "updated_at"])
            found = None
        if found is None:
            found = OfficeRecovery.objects.create(
                agency_id=visitor.agency, account=account, sheet=sheet, begun_at=now
            )
            record(visitor, "recovery.begun", subject=account)
        agency: Agency = Agency.objects.visible_to(visitor).get()
    ready = state(found.begun_at, now) is State.READY
    return Standing(ready, agency.clock(ready_at(found.begun_at)))


def finish_recovery(*, email: str, code: str, password: str) -> Account:
    """After the wait: the new password holds, and everything else of the account begins anew.

    Raises CannotRecover; ValidationError for a weak password.
    """
    account, visitor = _known(email, code)
    with rows_of_agency(visitor.agency):
        _require_ready(visitor, account, code)
    validate_password(password, account)
    with rows_of_agency(visitor.agency), transaction.atomic():
        hold_office(visitor)
        found = _require_ready(visitor, account, code)
        found.done_at = moment(visitor)
        found.save(update_fields=["done_at", "updated_at"])
        _void_sheet(visitor)
        record_ended(visitor, _begin_anew(visitor, account, password))
        record(visitor, "recovery.done", subject=account)
    return account


def stop_recovery(actor: Actor, *, recovery: OfficeRecovery) -> None:
    """Stop it, and void the sheet: somebody has it who should not. Raises Refused."""
    if not may_stop(actor, recovery):
        raise policy.Refused(_("Only an administrator or the person themselves can stop this."))
    with transaction.atomic():
        hold_office(actor)
        still = OfficeRecovery.objects.visible_to(actor).filter(
            pk=recovery.pk, stopped_at=None, done_at=None
        )
        if still.update(stopped_at=moment(actor)):
            _void_sheet(actor)
            record(actor, "recovery.stopped", subject=recovery.account)


def recover_at_machine(actor: Actor, *, account: Account, password: str) -> None:
    """Without the sheet: the operator sets a new password and removes the second factors.

    Whoever runs commands on the machine holds its data anyway; this way it is seen. Raises
    Refused for anybody else, and for a closed account; ValidationError for a weak password.
    """
    policy.require(actor, "agencies.create")
    validate_password(password, account)
    agency = agency_of_account(account)
    at_work = replace(actor, agency_id=agency.pk) if agency else None
    with transaction.atomic():
        if at_work is not None:
            hold_office(at_work)
        _require_open(account)
        ended = _begin_anew(at_work, account, password)
        if at_work is not None:  # an account without an agency has no log to stand in
            record_ended(at_work, ended)
            record(at_work, "account.recovered", subject=account)


def refuse_recovery(email: str) -> None:
    """Somebody was refused. What they typed is not kept; an unknown address is recorded as well,
    in the office that was set up first, so that both answers take the same work.
    """
    account = Account.objects.filter(email=email.strip().lower()).first()
    agency = agency_of_account(account) if account else None
    if agency is None:
        agency = min(agencies_of_this_machine(), key=lambda each: each.created_at, default=None)
    if agency is not None:
        with transaction.atomic():
            record(somebody(agency.pk), "recovery.refused", subject=account)


def _known(email: str, code: str) -> tuple[Account, Actor]:
    """The account, and whoever stands before its office with the right code."""
    account = manager(email)
    agency = agency_of_account(account) if account else None
    if account is None or agency is None:
        raise CannotRecover
    visitor = somebody(agency.pk)
    with rows_of_agency(agency.pk):
        _right_sheet(visitor, code)
    return account, visitor


def _right_sheet(visitor: Actor, code: str) -> RecoverySheet:
    sheet = valid_sheet(visitor)
    if sheet is None or not compare_digest(sheet.digest, digest_of(code)):
        raise CannotRecover
    return sheet


def _open_one(visitor: Actor, account: Account) -> OfficeRecovery | None:
    rows = OfficeRecovery.objects.visible_to(visitor).filter(account=account.pk)
    found: OfficeRecovery | None = rows.filter(stopped_at=None, done_at=None).first()
    return found


def _is_over(found: OfficeRecovery, now: datetime) -> bool:
    return state(found.begun_at, now) is State.OVER


def _require_ready(visitor: Actor, account: Account, code: str) -> OfficeRecovery:
    """Begun with the very sheet that is in force: a wait of the one before counts for nothing."""
    sheet, found = _right_sheet(visitor, code), _open_one(visitor, account)
    if found is None or found.sheet_id != sheet.pk:
        raise CannotRecover
    if state(found.begun_at, moment(visitor)) is not State.READY:
        raise CannotRecover
    return found


def _require_open(account: Account) -> None:
    """As stored now. Raises Refused."""
    if Account.objects.get(pk=account.pk).is_active:
        return
    raise policy.Refused(
        _(
            "This account is closed. An administrator can open it again, on the page of accounts; "
            "where there is none left, add one first."
        )
    )


def _void_sheet(actor: Actor) -> None:
    sheets = RecoverySheet.objects.visible_to(actor).filter(void_at=None)
    sheets.update(void_at=moment(actor))


def _begin_anew(actor: Actor | None, account: Account, password: str) -> list[JointAct]:
    """Nothing goes on of what somebody else may have begun with this account. Gives the joint acts
    that ended. Without `actor` the account belongs to no agency."""
    account.set_password(password)
    account.save(update_fields=["password", "updated_at"])
    remove_factors(account)
    if actor is None:
        forget_visits(account)
        return []
    return end_everything_of(actor, account)
