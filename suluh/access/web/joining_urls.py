"""The addresses by which people come, agree, leave and find back."""

from __future__ import annotations

from django.urls import path

from suluh.access.web import account_visits, accounts, agreement, joining, office_recovery

urlpatterns = [
    path("join/", joining.join_page, name="join"),
    path("account/recover/", office_recovery.recover, name="recover"),
    path("account/recover/<uuid:pk>/stop/", office_recovery.recovery_stop, name="recovery_stop"),
    path("account/agreement/", agreement.agreement, name="agreement"),
    path("accounts/", accounts.accounts, name="accounts"),
    path("accounts/invite/", accounts.account_invite, name="account_invite"),
    path("accounts/agreement/", agreement.agreement_edit, name="agreement_edit"),
    path("accounts/recovery-sheet/", office_recovery.recovery_sheet, name="recovery_sheet"),
    path("accounts/<uuid:pk>/role/", accounts.account_role, name="account_role"),
    path("accounts/<uuid:pk>/left/", accounts.account_left, name="account_left"),
    path(
        "accounts/<uuid:pk>/sessions/end/",
        account_visits.account_visits_end,
        name="account_visits_end",
    ),
    path("accounts/<uuid:pk>/open/", accounts.account_open, name="account_open"),
    path("accounts/<uuid:pk>/second-factor/", accounts.account_factor, name="account_factor"),
    path(
        "accounts/invitations/<uuid:pk>/withdraw/",
        accounts.invitation_withdraw,
        name="invitation_withdraw",
    ),
]
