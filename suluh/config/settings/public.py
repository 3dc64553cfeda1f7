"""The public door: one file to read, and nothing to steal.

No database, session, cookie or account, and no workspace app.
"""

from __future__ import annotations

from suluh.config.settings.common import *  # noqa: F403
from suluh.config.settings.common import HOME
from suluh.foundation.secret_key import secret_key

# Its own key: whoever takes this process must not be able to sign for the workspace.
SECRET_KEY = secret_key(HOME.keys / "public-secret-key")
ROOT_URLCONF = "suluh.config.urls_public"
INSTALLED_APPS = ["suluh.foundation", "suluh.door"]
DATABASES: dict[str, dict[str, object]] = {}

SECURE_REFERRER_POLICY = "no-referrer"
APPEND_SLASH = False
MIDDLEWARE = [
    "suluh.foundation.requests.SafeHeaders",
    "django.middleware.security.SecurityMiddleware",
    # Refuses host names that are not ours (SULUH_HOSTS) before anything is answered.
    "django.middleware.common.CommonMiddleware",
    # Safe here: these pages hold no secret of their reader beside words that somebody typed.
    "django.middleware.gzip.GZipMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": ["django.template.context_processors.request"]},
    }
]
