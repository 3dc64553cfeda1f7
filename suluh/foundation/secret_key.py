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
    write_once(path, new_secret())
    key = path.read_text(encoding="ascii").strip()
    if len(key) < LENGTH:
        raise SettingError(f"{path} holds no key. Delete the file and start again.")
    return key


def kept_secret(path: Path) -> str:
    """A secret of this installation that never changes by itself; made when it is missing."""
    write_once(path, new_secret())
    return path.read_text(encoding="ascii").strip()


def new_secret() -> str:
    return secrets.token_urlsafe(LENGTH * 3 // 4)


def write_once(path: Path, text: str) -> None:
    """Write a new file unless it exists. O_EXCL lets only one of two processes win."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        _write_new(path, text)
    except FileExistsError:
        return


def write_over(path: Path, text: str) -> None:
    """Put `text` in place of what is there, in one step that survives a power cut."""
    beside = path.with_name(f"{path.name}.{secrets.token_hex(4)}.new")
    _write_new(beside, text)
    beside.replace(path)
    _persist_names(path.parent)


def _write_new(path: Path, text: str) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="ascii", newline="\n") as stream:
        stream.write(text)
        stream.flush()
        os.fsync(stream.fileno())


def _persist_names(folder: Path) -> None:
    """Bring the names in `folder` to the disk; Windows has no such call and needs none."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
