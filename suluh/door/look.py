"""The door's look and its few lines of script, sent inside each page: a page is one request.

The content policy allows exactly these two texts, by their hashes, and no other.
"""

from __future__ import annotations

import re
from base64 import b64encode
from hashlib import sha256
from pathlib import Path

from django.utils.safestring import SafeString, mark_safe

_HERE = Path(__file__).parent
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_LINE_COMMENT = re.compile(r"^\s*//.*$", re.MULTILINE)
_ROOM = re.compile(r"\s+")
_ROOM_AROUND = re.compile(r"\s*([{};,>])\s*")


def _compact_style(css: str) -> str:
    return _ROOM_AROUND.sub(r"\1", _ROOM.sub(" ", _COMMENT.sub("", css))).strip()


def _compact_script(code: str) -> str:
    return _ROOM.sub(" ", _LINE_COMMENT.sub("", code)).strip()


def _hash(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


_style = _compact_style((_HERE / "door.css").read_text(encoding="utf-8"))
_script = _compact_script((_HERE / "door.js").read_text(encoding="utf-8"))
STYLE: SafeString = mark_safe(_style)  # noqa: S308 - our own file
SCRIPT: SafeString = mark_safe(_script)  # noqa: S308 - our own file
CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        f"style-src {_hash(_style)}",
        f"script-src {_hash(_script)}",
        "img-src data:",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
