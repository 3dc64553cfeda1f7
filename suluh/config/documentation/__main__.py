"""`python -m suluh.config.documentation` writes the pages, `--check` only says which are stale."""

from __future__ import annotations

import os
import sys
from importlib import import_module

import django

if __name__ == "__main__":
    # The tests' settings, so that writing a page never touches an installation.
    os.environ["DJANGO_SETTINGS_MODULE"] = "suluh.config.settings.testing"
    django.setup()
    sys.exit(import_module("suluh.config.documentation.writing").main(sys.argv[1:]))
