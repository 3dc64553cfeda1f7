"""The key that signs what a browser brings back: given by the environment, else made once."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from suluh.foundation.environment import SECRET_KEY, SettingError

LENGTH = 64  # characters of base64url, 384 bits


def secret_key(path: Path) -> str:
    """The key in SULUH_SECRET_KEY, else in the file `path`, which is made when it is missing.

    Raises SettingError when the file is there but too short to be a key.
    """
    if given := SECRET_KEY.read():
        return given
    _make_once(path)
    key = path.read_text(encoding="ascii").strip()
    if len(key) < LENGTH:
        raise SettingError(f"{path} holds no key. Delete the file and start again.")
    return key


def kept_secret(path: Path) -> str:
    """A secret of this installation that never changes by itself; made when it is missing."""
    _make_once(path)
    return path.read_text(encoding="ascii").strip()


def _make_once(path: Path) -> None:
    """Write a new key unless the file exists. O_EXCL lets only one of two processes win."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return
    with os.fdopen(handle, "w", encoding="ascii") as stream:
        stream.write(secrets.token_urlsafe(LENGTH * 3 // 4))
