"""Invitations: made, withdrawn, and used once by whoever holds the code."""

from __future__ import annotations

from datetime import timedelta

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from suluh.access import policy
from suluh.access.actor import Actor, somebody
from suluh.access.acts import role_code
from suluh.access.domain.codes import INVITATION_GROUPS, digest_of, new_code
from suluh.access.models import Account, Invitation, Membership
from suluh.access.operations.accounts import require_assignable
from suluh.access.operations.audit import record
from suluh.access.operations.office import MANAGE, hold_office
from suluh.access.queries.actors import actor_of, role_book_of
from suluh.access.queries.described_roles import described_in, entry_about
from suluh.access.queries.office_clock import moment
from suluh.foundation.row_security import rows_of_agency, rows_of_every_agency

VALID_FOR = timedelta(days=7)


class CodeCannotBeUsed(Exception):
    """Wrong, used, withdrawn, expired, or of no use any more: nobody is told which."""


def invite(actor: Actor, *, full_name: str, email: str, role: str) -> tuple[Invitation, str]:
    """Invite somebody into the actor's agency. Gives the code too, which is kept nowhere.

    An earlier invitation of the same address ends. Whether the address has an account in another
    agency is not looked at. Raises Refused; ValidationError for a role or an address that cannot
    be used, or one that a colleague has.
    """
    policy.require(actor, MANAGE)
    require_assignable(actor, role)
    code = new_code(INVITATION_GROUPS)
    invitation = Invitation(
        agency_id=actor.agency,
        full_name=full_name.strip(),
        email=email.strip().lower(),
        role=role,
        invited_by_id=actor.account_id,
        digest=digest_of(code),
        expires_at=moment(actor) + VALID_FOR,
    )
    invitation.clean_fields(
        exclude=["agency", "invited_by", "withdrawn_at", "used_at", "account", "expires_at"]
    )
    _require_no_colleague(actor, invitation.email)
    with transaction.atomic():
        hold_office(actor, MANAGE)
        earlier = Invitation.objects.visible_to(actor).filter(email=invitation.email)
        earlier.filter(used_at=None, withdrawn_at=None).update(withdrawn_at=moment(actor))
        invitation.save()
        said = described_in(actor, role)
        record(actor, "invitation.made", subject=invitation, role=role_code(role), **said)
    return invitation, code


def _require_no_colleague(actor: Actor, email: str) -> None:
    """Within the own agency the truth is told; accounts of others are not looked at."""
    found = Membership.objects.visible_to(actor).filter(account__email=email)
    if found.filter(account__is_active=True).exists():
        raise ValidationError({"email": _("A colleague has this address already.")})
    if found.exists():
        raise ValidationError(
            {"email": _("A closed account has this address. Open that one again.")}
        )


def withdraw_invitation(actor: Actor, *, invitation: Invitation) -> None:
    """From now on its code opens nothing. Raises Refused."""
    policy.require(actor, MANAGE)
    with transaction.atomic():
        hold_office(actor, MANAGE)
        still_open = Invitation.objects.visible_to(actor).filter(
            pk=invitation.pk, used_at=None, withdrawn_at=None
        )
        if still_open.update(withdrawn_at=moment(actor)):
            record(actor, "invitation.withdrawn", subject=invitation)


def join(*, code: str, password: str) -> Account:
    """Open the account that an invitation promises, with the password its owner chose.

    Raises CodeCannotBeUsed; ValidationError for a weak password, and then the code stays good.
    """
    invitation = _invitation(code)
    with rows_of_agency(invitation.agency_id):
        return _join(invitation, password)


def _join(invitation: Invitation, password: str) -> Account:
    visitor = somebody(invitation.agency_id)
    account = Account(email=invitation.email, full_name=invitation.full_name)
    _require_usable(visitor, invitation)
    validate_password(password, account)
    try:
        with transaction.atomic():
            hold_office(visitor)
            invitation = Invitation.objects.visible_to(visitor).get(pk=invitation.pk)
            _require_usable(visitor, invitation)
            return _open_account(visitor, invitation, password)
    except IntegrityError as taken:  # the address, in this very moment
        raise CodeCannotBeUsed from taken


@rows_of_every_agency(reason="whoever holds a code belongs to no agency yet")
def _invitation(code: str) -> Invitation:
    every = Invitation.objects.unscoped(reason="whoever holds a code belongs to no agency yet")
    found: Invitation | None = every.select_related("agency").filter(digest=digest_of(code)).first()
    if found is None:
        raise CodeCannotBeUsed
    return found


def _require_usable(visitor: Actor, invitation: Invitation) -> None:
    """Open, from somebody who may still invite, for a role that is still there, a free address."""
    role = role_book_of(visitor).roles.get(invitation.role)
    usable = (
        invitation.is_open(moment(visitor))
        and _may_still_invite(invitation)
        and role is not None
        and role.assignable
        and not Account.objects.filter(email=invitation.email).exists()
    )
    if not usable:
        raise CodeCannotBeUsed


def _may_still_invite(invitation: Invitation) -> bool:
    if invitation.invited_by is None:
        return True
    host = actor_of(invitation.invited_by)
    return host is not None and host.agency_id == invitation.agency_id and host.can(MANAGE)


def _open_account(visitor: Actor, invitation: Invitation, password: str) -> Account:
    account = Account.objects.create_account(invitation.email, invitation.full_name, password)
    membership = Membership(agency_id=visitor.agency, account=account, role=invitation.role)
    membership.full_clean(exclude=["agency"])
    membership.save()
    invitation.used_at, invitation.account = moment(visitor), account
    invitation.save(update_fields=["used_at", "account", "updated_at"])
    said = described_in(visitor, invitation.role)
    said |= entry_about(visitor, invitation.pk, "invitation.made", detail="invited_in")
    record(visitor, "account.joined", subject=account, role=role_code(invitation.role), **said)
    return account
