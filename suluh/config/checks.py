"""Boot checks: no page without a declared access, no field without a declared sensitivity.

Django runs them before it serves, migrates or tests, so a forgotten guard stops the program
instead of leaking.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.apps import AppConfig, apps
from django.core.checks import CheckMessage, Error
from django.db.models import Model
from django.urls import URLPattern, URLResolver, get_resolver

from suluh.access.guards import declared_access
from suluh.foundation.rows import declared_sensitivity

# Views of other packages, each with the reason why it may stand without our guard.
THIRD_PARTY_VIEWS = {
    "allauth.account.views.LoginView": "sign-in itself; guesses are counted (attempts.py)",
    "allauth.account.views.LogoutView": "ends the session; asks first, changes only by POST",
    "allauth.account.views.AccountInactiveView": "tells the owner of a closed account; no data",
    "allauth.mfa.base.views.AuthenticateView": "sign-in's second step; only after the first one",
    "allauth.mfa.webauthn.views.LoginWebAuthnView": "sign-in by a passkey that asked for its owner",
    "django.views.i18n.set_language": "sets a cookie with the language; stays on this site",
}
# Apps of other packages whose tables we cannot label, and what they hold.
THIRD_PARTY_MODELS = {
    "account": "allauth: e-mail addresses, personal; unused while no mail is sent",
    "auth": "Django's groups and permissions; empty, roles are ours",
    "contenttypes": "names of tables",
    "mfa": "allauth: second factors, identity. Secrets are sealed; public keys are no secret",
    "django_tasks_database": "the job table; arguments are identifiers, never content",
}


def every_view_declares_its_access(
    app_configs: Sequence[AppConfig] | None, **kwargs: Any
) -> list[CheckMessage]:
    """Walk the URL resolver; a callback without a guard is an Error."""
    return unguarded(get_resolver().url_patterns)


def unguarded(patterns: Iterable[URLPattern | URLResolver]) -> list[CheckMessage]:
    """One Error for each callback that declares nothing and stands in no list."""
    return [
        Error(
            f"{view_name(pattern.callback)} at {pattern.pattern} declares no access",
            hint="Put @page, @signed_in_page or @public_page of suluh.access.guards before it.",
            id="suluh.E001",
        )
        for pattern in callbacks(patterns)
        if declared_access(pattern.callback) is None
        and view_name(pattern.callback) not in THIRD_PARTY_VIEWS
    ]


def callbacks(patterns: Iterable[URLPattern | URLResolver]) -> Iterator[URLPattern]:
    """Every leaf below `patterns`."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from callbacks(pattern.url_patterns)
        else:
            yield pattern


def view_name(callback: Any) -> str:
    """The dotted name of a view function, or of the class behind `as_view()`."""
    view = getattr(callback, "view_class", callback)
    return f"{view.__module__}.{getattr(view, '__qualname__', type(view).__name__)}"


def every_field_declares_its_sensitivity(
    app_configs: Sequence[AppConfig] | None, **kwargs: Any
) -> list[CheckMessage]:
    """Walk all models; a field that nobody labelled is an Error."""
    return unlabelled(apps.get_models(include_auto_created=True))


def unlabelled(models: Iterable[type[Model]]) -> list[CheckMessage]:
    """One Error for each field without a label, and for each label without a field."""
    return [
        Error(
            f"{model._meta.label}.{name} {complaint}",
            hint="Name exactly the model's own fields in `sensitivity` (suluh.kernel.sensitivity).",
            id="suluh.E002",
        )
        for model in models
        if model._meta.app_label not in THIRD_PARTY_MODELS
        for name, complaint in _complaints(model)
    ]


def _complaints(model: type[Model]) -> Iterator[tuple[str, str]]:
    fields = {field.name for field in (*model._meta.concrete_fields, *model._meta.many_to_many)}
    declared = declared_sensitivity(model).keys()
    yield from ((name, "declares no sensitivity") for name in sorted(fields - declared))
    yield from ((name, "has a sensitivity but is no field") for name in sorted(declared - fields))
