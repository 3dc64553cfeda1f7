"""Every address of the workspace. The boot check refuses one without a declared access."""

from __future__ import annotations

from allauth.account import views as account
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.urls import include, path
from django.views.i18n import set_language

from suluh.access.web import log
from suluh.config.gallery import gallery
from suluh.config.home import home

handler400 = "suluh.foundation.errors.bad_request"
handler403 = "suluh.foundation.errors.refused"
handler404 = "suluh.foundation.errors.not_found"
handler500 = "suluh.foundation.errors.went_wrong"

urlpatterns = [
    path("", home, name="home"),
    path("directory/", include("suluh.directory.web.urls")),
    # Only these four pages of allauth: no sign-up, no mail, no third parties.
    path("account/sign-in/", account.login, name="account_login"),
    path("account/sign-out/", account.logout, name="account_logout"),
    path("account/closed/", account.account_inactive, name="account_inactive"),
    path("account/password/", account.password_change, name="account_change_password"),
    path("log/", log, name="log"),
    path("language/", login_not_required(set_language), name="language"),
]

if settings.DEBUG or settings.GALLERY:
    urlpatterns.append(path("gallery/", gallery, name="gallery"))
