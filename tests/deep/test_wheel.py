"""A wheel in an empty environment does what a checkout does."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def _run(*command: str | Path, **environment: str) -> str:
    done = subprocess.run(  # noqa: S603 - our own programs
        [str(part) for part in command],
        cwd=environment.pop("cwd", ROOT),
        env={**os.environ, **environment},
        capture_output=True,
        check=False,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("wheel")
    _run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", out, ROOT)
    (built,) = out.glob("*.whl")
    return built


def test_the_wheel_carries_everything_it_reads(wheel: Path) -> None:
    """Data files, templates and compiled messages, not only modules."""
    inside = set(zipfile.ZipFile(wheel).namelist())
    package = ROOT / "suluh"
    kinds = {".toml", ".html", ".css", ".js", ".svg", ".txt"}
    wanted = {path for path in package.rglob("*") if path.suffix in kinds}
    wanted |= {path.with_suffix(".mo") for path in package.rglob("*.po")}
    assert {path.relative_to(ROOT).as_posix() for path in wanted} - inside == set()
    assert any(name.endswith("licenses/LICENSE-content.md") for name in inside)


def test_an_installed_wheel_builds_the_demonstration(wheel: Path, tmp_path: Path) -> None:
    venv.create(tmp_path / "venv", with_pip=True)
    python = tmp_path / "venv" / "bin" / "python"
    pip = (python, "-m", "pip", "--quiet", "install")
    _run(*pip, "--require-hashes", "--only-binary", ":all:", "-r", "requirements/runtime.txt")
    _run(*pip, "--no-deps", wheel)
    elsewhere = {"SULUH_HOME": str(tmp_path / "home"), "cwd": str(tmp_path)}
    suluh = python.with_name("suluh")
    built = json.loads(_run(suluh, "demo", "--no-serve", "--json", **elsewhere))
    assert built["services"] >= 60
    assert Path(built["edition"]).is_file()
    assert json.loads(_run(suluh, "doctor", "--json", **elsewhere))["ok"] is True
