"""What both doors share. Nothing here opens a database or names an account."""

from __future__ import annotations

from django.conf.locale import LANG_INFO

from suluh.foundation import environment
from suluh.foundation.home import suluh_home
from suluh.kernel.languages import LANGUAGES as KNOWN_LANGUAGES

HOME = suluh_home()
HTTPS = environment.HTTPS.read() == "yes"

DEBUG = False
ALLOWED_HOSTS = [host.strip() for host in environment.HOSTS.read().split(",") if host.strip()]

# Django knows no Lao.
LANG_INFO.setdefault(
    "lo", {"bidi": False, "code": "lo", "name": "Lao", "name_local": KNOWN_LANGUAGES["lo"].own_name}
)
LANGUAGE_CODE = "en"
LANGUAGES = [(language.code, language.own_name) for language in KNOWN_LANGUAGES.values()]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "/static/"
WHITENOISE_USE_FINDERS = True  # files are served from the installed package; nothing to collect
WHITENOISE_ALLOW_ALL_ORIGINS = False
WHITENOISE_MAX_AGE = 3600

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"  # for tables of other packages only

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31536000 if HTTPS else 0
SECURE_SSL_REDIRECT = False  # whoever ends TLS in front of us redirects
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024  # forms; files have a limit of their own

EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"  # no mail leaves this software
