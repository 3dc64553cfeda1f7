"""Run every benchmark, each in a process of its own so that one does not warm up the next."""

from __future__ import annotations

import os
import platform
import subprocess
import sys
from pathlib import Path

FOLDER = Path(__file__).parent
_GUARD = '\nif __name__ == "__main__":'


def main() -> int:
    """Print what each module of this folder prints. Returns 1 when one of them stopped."""
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores, {platform.platform()}")
    stopped = [name for name in _names() if not _run(name)]
    if stopped:
        print(f"Stopped: {', '.join(stopped)}", file=sys.stderr)
    return 1 if stopped else 0


def _names() -> list[str]:
    """The modules and folders that can be run; the others are parts of them."""
    modules = [path for path in FOLDER.glob("*.py") if not path.stem.startswith("_")]
    alone = {path.stem for path in modules if _GUARD in path.read_text(encoding="utf-8")}
    return sorted(alone | {path.parent.name for path in FOLDER.glob("*/__main__.py")})


def _run(name: str) -> bool:
    print(f"\n== {name}", flush=True)
    command = [sys.executable, "-m", f"bench.{name}"]
    return subprocess.run(command, cwd=FOLDER.parent, check=False).returncode == 0


if __name__ == "__main__":
    sys.exit(main())
