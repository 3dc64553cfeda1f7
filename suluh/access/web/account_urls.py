"""Addresses below /account/. Of allauth only what is named here: no sign-up, no mail."""

from __future__ import annotations

from allauth.account import views as sign_in
from allauth.mfa.base.views import authenticate
from allauth.mfa.webauthn.views import login_webauthn
from django.urls import path

from suluh.access.web import account, authenticator_app, confirm, passkeys, recovery_codes

urlpatterns = [
    path("", account.account, name="account"),
    path("sign-in/", sign_in.login, name="account_login"),
    path("sign-in/code/", authenticate, name="mfa_authenticate"),
    path("sign-in/passkey/", login_webauthn, name="mfa_login_webauthn"),
    path("sign-out/", sign_in.logout, name="account_logout"),
    path("closed/", sign_in.account_inactive, name="account_inactive"),
    path("confirm/", confirm.confirm, name="account_reauthenticate"),
    path("password/", account.password, name="account_change_password"),
    path("second-step/", account.second_factor, name="second_factor"),
    path("app/", authenticator_app.add, name="app_add"),
    path("app/remove/", authenticator_app.remove, name="app_remove"),
    path("passkeys/add/", passkeys.add, name="passkey_add"),
    path("passkeys/<int:pk>/remove/", passkeys.remove, name="passkey_remove"),
    path("recovery-codes/", recovery_codes.recovery_codes, name="recovery_codes"),
]
