"""With SULUH_HTTPS=yes both doors tell browsers to stay on HTTPS, and cookies go nowhere else."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ASK = """
import json, sys
import django
django.setup()
from django.core.management import call_command
from django.test import Client
if sys.argv[1] == "workspace":
    call_command("migrate", verbosity=0)
answer = Client().get("/" if sys.argv[1] == "public" else "/account/sign-in/", secure=True)
jar = answer.cookies.items()
cookies = {key: [bool(it["secure"]), it["path"], it["domain"]] for key, it in jar}
print(json.dumps({"headers": dict(answer.headers), "cookies": cookies}))
"""


def asked(door: str, https: str, home: Path) -> Any:
    """What a door answers, in a process of its own with the real settings."""
    environment = {
        key: value for key, value in os.environ.items() if not key.startswith("SULUH_")
    } | {
        "SULUH_HOME": str(home),
        "SULUH_HTTPS": https,
        "SULUH_HOSTS": "testserver",
        "DJANGO_SETTINGS_MODULE": f"suluh.config.settings.{door}",
    }
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-c", ASK, door],
        env=environment,
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.mark.asvs("3.3.1", "3.3.3", "3.4.1")
def test_over_https_cookies_belong_to_this_host_and_browsers_stay(tmp_path: Path) -> None:
    found = asked("workspace", "yes", tmp_path)
    assert found["headers"]["Strict-Transport-Security"] == "max-age=31536000"
    assert found["cookies"] == {"__Host-suluh_csrf": [True, "/", ""]}


def test_over_http_on_one_machine_cookies_work_too(tmp_path: Path) -> None:
    found = asked("workspace", "no", tmp_path)
    assert "Strict-Transport-Security" not in found["headers"]
    assert found["cookies"] == {"suluh_csrf": [False, "/", ""]}


def test_the_public_door_says_it_too_and_sets_no_cookie(tmp_path: Path) -> None:
    found = asked("public", "yes", tmp_path)
    assert found["headers"]["Strict-Transport-Security"] == "max-age=31536000"
    assert found["cookies"] == {}
