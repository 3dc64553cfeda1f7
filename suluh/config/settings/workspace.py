"""The workspace: practitioners sign in. One database, SQLite or PostgreSQL."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from suluh.config.settings.common import *  # noqa: F403
from suluh.config.settings.common import HOME, HTTPS
from suluh.config.settings.common import LANGUAGES as KNOWN
from suluh.foundation import database_url, environment
from suluh.foundation.secret_key import secret_key

HOME.create()  # before the key, so that no folder of it is open to other accounts
SECRET_KEY = secret_key(HOME.keys / "secret-key")
ROOT_URLCONF = "suluh.config.urls_workspace"
INSTALLED_APPS = [
    "suluh.config",
    "suluh.directory",
    "suluh.access",
    "suluh.foundation",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_tasks",
    "django_tasks_db",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]

DATABASES: dict[str, dict[str, Any]] = {
    "default": database_url.postgresql(url)
    if (url := environment.DATABASE_URL.read())
    else database_url.sqlite(HOME.db / "suluh.sqlite3")
}

MIDDLEWARE = [
    "suluh.foundation.row_security.NothingInSight",
    "suluh.foundation.requests.SafeHeaders",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "suluh.access.signing_in.presence.Presence",
    "allauth.account.middleware.AccountMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "suluh.foundation.requests.ReadOnlyGet",
]
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.messages.context_processors.messages",
                "suluh.config.navigation.shell",
            ]
        },
    }
]

LANGUAGES = [(code, name) for code, name in KNOWN if code in {"en", "id"}]
LOCALE_PATHS = [Path(__file__).parents[2] / "locale"]

# A browser sends no Origin with "no-referrer", and Django then refuses every form.
# "same-origin" tells other sites just as little.
SECURE_REFERRER_POLICY = "same-origin"
SESSION_ENGINE = "suluh.access.signing_in.sessions"
# With "__Host-" a browser takes the cookie over HTTPS only, from this host and from none below it;
# over plain HTTP, on one machine, it would take none.
_HOST = "__Host-" if HTTPS else ""
SESSION_COOKIE_NAME = f"{_HOST}suluh_session"
SESSION_COOKIE_SAMESITE = "Strict"
SESSION_COOKIE_SECURE = HTTPS
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
# suluh.access.domain.visits ends a session after 12 hours at most and says so. The row lives an
# hour longer, or there would be nobody left to say it to.
SESSION_COOKIE_AGE = 13 * 3600
LOCK_MINUTES = environment.LOCK_MINUTES.number(least=1)
IDLE_MINUTES = environment.IDLE_MINUTES.number(least=1)
TRUSTED_PROXIES = environment.TRUSTED_PROXIES.number()
CSRF_COOKIE_NAME = f"{_HOST}suluh_csrf"
CSRF_COOKIE_SAMESITE = "Strict"
CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "suluh.foundation.errors.form_expired"
LANGUAGE_COOKIE_NAME = f"{_HOST}suluh_language"
LANGUAGE_COOKIE_SAMESITE = "Strict"
LANGUAGE_COOKIE_SECURE = HTTPS
LANGUAGE_COOKIE_HTTPONLY = True

AUTH_USER_MODEL = "access.Account"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
_VALIDATION = "django.contrib.auth.password_validation."
AUTH_PASSWORD_VALIDATORS: list[dict[str, Any]] = [
    {"NAME": _VALIDATION + "MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {
        "NAME": _VALIDATION + "UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("email", "full_name")},
    },
    {"NAME": "suluh.access.signing_in.passwords.HardToGuessValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "account_login"

ACCOUNT_ADAPTER = "suluh.access.signing_in.form.ClosedDoorAdapter"
ACCOUNT_FORMS = {
    "login": "suluh.access.signing_in.form.SignInForm",
    "change_password": "suluh.access.signing_in.form.NewPasswordForm",
}
# Guesses are counted in the database, for all processes together (operations/attempts.py).
# allauth's own counts live in one process and would only lock out an office behind one address.
ACCOUNT_RATE_LIMITS = {
    "login": None,
    "login_failed": None,
    "change_password": None,
    "reauthenticate": None,
}
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_USER_MODEL_EMAIL_FIELD = "email"
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_CHANGE_EMAIL = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 5 * 60  # seconds; before acts that @page(fresh=True) guards

MFA_ADAPTER = "suluh.access.signing_in.second_steps.SecondStepAdapter"
MFA_FORMS = {
    "authenticate": "suluh.access.signing_in.second_steps.CodeForm",
    "authenticate_webauthn": "suluh.access.signing_in.second_steps.PasskeyForm",
    "login_webauthn": "suluh.access.signing_in.second_steps.PasskeyAloneForm",
}
MFA_SUPPORTED_TYPES = ["recovery_codes", "totp", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_USER_VERIFICATION = "required"  # a passkey that anybody may press proves too little

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}

MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
FILE_UPLOAD_TEMP_DIR = HOME.files  # a large upload must not rest where other accounts may look

GALLERY = False  # the page that shows every component; for development and tests
