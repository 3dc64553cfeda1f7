"""Agencies and accounts: set up, opened, changed, closed. Nobody widens their own access."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from suluh.access import policy
from suluh.access.actor import Actor
from suluh.access.acts import role_code
from suluh.access.domain.roles import Role
from suluh.access.models import Account, Agency, Membership
from suluh.access.operations.agreement import begin_agreement
from suluh.access.operations.audit import begin_log, record
from suluh.access.operations.exports import delete_exports_of
from suluh.access.operations.office import hold_office, require_an_administrator
from suluh.access.operations.open_visits import forget_visits
from suluh.access.operations.withdrawing import (
    end_everything_of,
    record_ended,
    remove_factors,
    withdraw_invitations_of,
    withdraw_joint_acts_of,
)
from suluh.access.queries.actors import actor_of, agency_of_account, role_book_of
from suluh.access.queries.described_roles import described_in
from suluh.access.queries.factors import has_factor
from suluh.foundation.rows import ChangedMeanwhile, require_as_read


def create_agency(
    actor: Actor, *, name: str, country: str, timezone: str, languages: Sequence[str]
) -> Agency:
    """Set up an agency. Raises Refused, or ValidationError for a field that cannot be used."""
    policy.require(actor, "agencies.create")
    agency = Agency(
        name=name,
        slug=slugify(name)[:60] or "agency",
        country=country.upper(),
        timezone=timezone,
        languages=list(languages),
    )
    agency.full_clean()
    at_work = replace(actor, agency_id=agency.pk)
    with transaction.atomic():
        agency.save()
        begin_log(at_work)
        begin_agreement(at_work)
        record(at_work, "agency.created", subject=agency)
    return agency


def create_account(
    actor: Actor, *, agency: Agency, email: str, full_name: str, role: str, password: str
) -> Account:
    """Give somebody an account and a role in the actor's own agency.

    Raises Refused; ValidationError for a weak password, a taken e-mail address or unknown role.
    """
    policy.require(actor, "accounts.manage")
    if agency.pk != actor.agency_id:
        raise policy.Refused(_("You can open accounts for your own agency only."))
    require_assignable(actor, role)
    validate_password(password, Account(email=email, full_name=full_name))
    with transaction.atomic():
        account = Account.objects.create_account(email, full_name, password)
        membership = Membership(agency=agency, account=account, role=role)
        membership.full_clean()
        membership.save()
        said = described_in(actor, role)
        record(actor, "account.created", subject=account, role=role_code(role), **said)
    return account


def change_role(
    actor: Actor, *, account: Account, role: str, as_read: str | None = None
) -> Membership:
    """Give a colleague another role. Nobody changes their own. The same role again is no change.

    `as_read` is the membership's, from when the page was made; None for a caller without a page.
    Raises Refused, also for the last administrator; ValidationError for an unknown role;
    Membership.DoesNotExist for an account of another agency; ChangedMeanwhile.
    """
    policy.require(actor, "accounts.manage")
    if account.pk == actor.account_id:
        raise policy.Refused(_("Nobody can change their own role. Ask another administrator."))
    require_assignable(actor, role)
    with transaction.atomic():
        hold_office(actor, "accounts.manage")
        members = Membership.objects.visible_to(actor)
        membership: Membership = members.get(account=account)
        if as_read is not None:
            require_as_read(members, membership, as_read)
        former, membership.role = membership.role, role
        if former == role:
            return membership
        membership.full_clean()
        if "accounts.manage" not in role_book_of(actor).roles[role].grants:
            require_an_administrator(actor, beside=account)
            withdraw_invitations_of(actor, account)
        ended = withdraw_joint_acts_of(actor, account)
        membership.save(update_fields=["role", "updated_at"])
        record_ended(actor, ended)
        said = described_in(actor, former, "former_described_in") | described_in(actor, role)
        before, after = role_code(former), role_code(role)
        record(
            actor, "account.role_changed", subject=account, former_role=before, role=after, **said
        )
    return membership


def assignable_roles(actor: Actor) -> list[Role]:
    """The ready roles and those of the actor's agency.

    The role that joins content and accounts is for an office of one: only the operator gives it.
    """
    known = role_book_of(actor).assignable()
    return [role for role in known if actor.account_id is None or not role.mixed]


def require_assignable(actor: Actor, role: str) -> None:
    """Raises ValidationError unless the actor can give `role`."""
    known = assignable_roles(actor)
    if role not in {each.code for each in known}:
        raise ValidationError(
            _("Choose one of these roles: %(known)s.")
            % {"known": ", ".join(each.code for each in known)}
        )


def deactivate_account(actor: Actor, *, account: Account) -> None:
    """Somebody has left: close the account, end its sessions, withdraw its open invitations.

    What they wrote stays. A closed account stays as it is. Raises as `change_role` does.
    """
    policy.require(actor, "accounts.manage")
    if account.pk == actor.account_id:
        raise policy.Refused(_("Nobody can close their own account. Ask another administrator."))
    with transaction.atomic():
        hold_office(actor, "accounts.manage")
        membership: Membership = Membership.objects.visible_to(actor).get(account=account)
        if membership.account.is_active:
            require_an_administrator(actor, beside=account)
            account.is_active = False
            account.save(update_fields=["is_active", "updated_at"])
            record_ended(actor, end_everything_of(actor, account))
            record(actor, "account.closed", subject=account)
    delete_exports_of(account)


def open_account(actor: Actor, *, account: Account, as_read: str | None = None) -> None:
    """Open a closed account again, with its former role. Raises as `change_role` does, and Refused
    for one that is open; `as_read` is what `standing` gave for the page.
    """
    policy.require(actor, "accounts.manage")
    with transaction.atomic():
        hold_office(actor, "accounts.manage")
        membership: Membership = Membership.objects.visible_to(actor).get(account=account)
        if membership.account.erased_at:
            raise policy.Refused(_("This account was erased. Open a new one."))
        if as_read is not None and as_read != standing(membership):
            raise ChangedMeanwhile
        require_closed(membership.account)
        forget_visits(account)  # of a sign-in that was under way when the account was closed
        account.is_active = True
        account.save(update_fields=["is_active", "updated_at"])
        record(actor, "account.opened", subject=account)


def require_closed(account: Account) -> None:
    """Raises Refused for an open account: opening it would sign its owner out, and the log would
    say that somebody was let in."""
    if account.is_active:
        raise policy.Refused(_("This account is open already."))


def standing(membership: Membership) -> str:
    """Which state of an account and its role this is, as `Row.as_read` says it of one row."""
    return f"{membership.as_read} {membership.account.as_read}"


def reset_second_factor(actor: Actor, *, account: Account) -> None:
    """Somebody lost their second factor: remove it and end their sessions.

    They are asked for a new one when they sign in next. What they asked for or approved ends:
    whoever has the phone may have done so. Nobody does this to themselves.
    Raises as `change_role` does, and Refused where there is none.
    """
    policy.require(actor, "accounts.manage")
    if account.pk == actor.account_id:
        raise policy.Refused(_("Nobody can remove their own second factor here."))
    with transaction.atomic():
        hold_office(actor, "accounts.manage")
        Membership.objects.visible_to(actor).get(account=account)
        if not has_factor(account.pk):
            raise policy.Refused(_("They have no second factor."))
        remove_factors(account)
        forget_visits(account)
        record_ended(actor, withdraw_joint_acts_of(actor, account))
        record(actor, "account.factor_reset", subject=account)


def set_password(actor: Actor, *, account: Account, password: str) -> None:
    """Give an account a new password, which ends its sessions. Only for the machine's operator.

    Raises Refused for anybody else; ValidationError for a weak password.
    """
    policy.require(actor, "agencies.create")
    validate_password(password, account)
    agency = agency_of_account(account)
    account.set_password(password)
    with transaction.atomic():
        account.save(update_fields=["password", "updated_at"])
        forget_visits(account)
        if agency is not None:  # an account without an agency has no log to stand in
            at_work = replace(actor, agency_id=agency.pk)
            record(at_work, "account.password_set", subject=account)


def change_own_password(account: Account, *, password: str) -> None:
    """Store the new password that somebody who signed in chose; signing_in/form.py has judged it.

    It ends every session of theirs; the present one is given a new key right afterwards.
    """
    actor = actor_of(account)
    account.set_password(password)
    with transaction.atomic():
        # Not the whole row: it may have been closed or erased since it was read.
        account.save(update_fields=["password", "updated_at"])
        forget_visits(account)
        if actor is not None:
            record(actor, "account.password_changed", subject=account)
