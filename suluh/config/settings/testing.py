"""The workspace as the tests use it: quick, strict, and never near an installation."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from copy import deepcopy

# Before anything reads the environment: a test must not touch the data of whoever runs it.
os.environ["SULUH_HOME"] = tempfile.mkdtemp(prefix="suluh-tests-")
atexit.register(shutil.rmtree, os.environ["SULUH_HOME"], ignore_errors=True)

from suluh.config.settings import workspace  # noqa: E402
from suluh.config.settings.workspace import *  # noqa: E402, F403
from suluh.foundation.strict_templates import UndefinedVariable  # noqa: E402

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
TEMPLATES = deepcopy(workspace.TEMPLATES)
TEMPLATES[0]["OPTIONS"]["string_if_invalid"] = UndefinedVariable()
GALLERY = True

# A file, as in an installation: in memory SQLite does not let one writer wait for another.
DATABASES = deepcopy(workspace.DATABASES)
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["TEST"] = {"NAME": str(workspace.HOME.db / "tests.sqlite3")}
