"""What is really loaded, whatever the import statements say."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.architecture.source import ROOT, below

PURE = (
    "suluh.kernel",
    "suluh.content",
    "suluh.directory.domain",
    "suluh.directory.edition",
    "suluh.access.domain",
)
WORKSPACE_ONLY = (
    "suluh.access",
    "suluh.directory.models",
    "suluh.directory.operations",
    "suluh.directory.web",
    "django.contrib.auth",
    "django.contrib.sessions",
    "allauth",
)


def _loaded_by(program: str) -> set[str]:
    """The names of the modules that a new interpreter has loaded after running `program`."""
    ending = "\nimport sys; print('\\n'.join(sys.modules))"
    outcome = subprocess.run(  # noqa: S603 - a program of ours
        [sys.executable, "-c", program + ending],
        cwd=ROOT,
        capture_output=True,
        check=False,
        text=True,
    )
    assert outcome.returncode == 0, outcome.stderr
    return set(outcome.stdout.splitlines())


def _modules_below(package: str) -> list[str]:
    names = [
        ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        for path in below("suluh")
    ]
    return [each for each in names if each == package or each.startswith(f"{package}.")]


@pytest.mark.parametrize("package", PURE)
def test_rules_that_can_hurt_people_load_no_django(package: str) -> None:
    modules = _modules_below(package)
    assert modules
    loaded = _loaded_by(f"import {', '.join(modules)}")
    assert {each for each in loaded if each.split(".")[0] == "django"} == set()


def test_the_public_door_loads_nothing_of_the_workspace(tmp_path: object) -> None:
    loaded = _loaded_by(
        "import os\n"
        f"os.environ['SULUH_HOME'] = {str(tmp_path)!r}\n"
        "os.environ['DJANGO_SETTINGS_MODULE'] = 'suluh.config.settings.public'\n"
        "from django.core.wsgi import get_wsgi_application\n"
        "from django.urls import get_resolver\n"
        "get_wsgi_application(); get_resolver().url_patterns"
    )
    assert "suluh.door.urls" in loaded
    reached = {
        each for each in loaded for room in WORKSPACE_ONLY if f"{each}.".startswith(f"{room}.")
    }
    assert reached == set()
