"""Every address of the workspace. The boot check refuses one without a declared access."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.urls import include, path
from django.views.i18n import set_language

from suluh.access.web import emergency, roles, teams
from suluh.access.web.log import log
from suluh.access.web.log_head import log_compare, log_head
from suluh.access.web.visits import lock_now, present, unlock, visit_end, visits, visits_end
from suluh.access.web.why import why_page
from suluh.config.gallery import gallery
from suluh.config.home import home
from suluh.config.simulator import role_try

handler400 = "suluh.foundation.errors.bad_request"
handler403 = "suluh.foundation.errors.refused"
handler404 = "suluh.foundation.errors.not_found"
handler500 = "suluh.foundation.errors.went_wrong"

urlpatterns = [
    path("", home, name="home"),
    path("directory/", include("suluh.directory.web.urls")),
    path("account/", include("suluh.access.web.account_urls")),
    path("account/lock/", lock_now, name="lock"),
    path("account/unlock/", unlock, name="unlock"),
    path("account/present/", present, name="present"),
    path("account/sessions/", visits, name="visits"),
    path("account/sessions/end/", visits_end, name="visits_end"),
    path("account/sessions/<uuid:number>/end/", visit_end, name="visit_end"),
    path("", include("suluh.access.web.joining_urls")),
    path("log/", log, name="log"),
    path("", include("suluh.access.web.joint_urls")),
    path("log/head/", log_head, name="log_head"),
    path("log/compare/", log_compare, name="log_compare"),
    path("why/", why_page, name="why"),
    path("roles/", roles.roles, name="roles"),
    path("roles/new/", roles.role_new, name="role_new"),
    path("roles/try/", role_try, name="role_try"),
    path("roles/<uuid:pk>/", roles.role, name="role"),
    path("roles/<uuid:pk>/remove/", roles.role_remove, name="role_remove"),
    path("teams/new/", teams.team_new, name="team_new"),
    path("teams/<uuid:pk>/", teams.team, name="team"),
    path("teams/<uuid:pk>/remove/", teams.team_remove, name="team_remove"),
    path("emergency/", emergency.emergency, name="emergency"),
    path("emergency/all/", emergency.emergencies, name="emergencies"),
    path("emergency/<uuid:pk>/end/", emergency.emergency_end, name="emergency_end"),
    path("emergency/<uuid:pk>/seen/", emergency.emergency_seen, name="emergency_seen"),
    path("emergency/<uuid:pk>/judge/", emergency.emergency_judge, name="emergency_judge"),
    path("language/", login_not_required(set_language), name="language"),
]

if settings.DEBUG or settings.GALLERY:
    urlpatterns.append(path("gallery/", gallery, name="gallery"))
