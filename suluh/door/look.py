"""The door's look: one small style sheet, sent inside each page so that a page is one request.

The content policy allows exactly this text, by its hash, and no other style or inline script.
"""

from __future__ import annotations

import re
from base64 import b64encode
from hashlib import sha256
from pathlib import Path

from django.utils.safestring import SafeString, mark_safe

_SOURCE = Path(__file__).parent / "door.css"
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_ROOM = re.compile(r"\s+")
_ROOM_AROUND = re.compile(r"\s*([{};,>])\s*")


def _compact(css: str) -> str:
    return _ROOM_AROUND.sub(r"\1", _ROOM.sub(" ", _COMMENT.sub("", css))).strip()


def _policy(css: str) -> str:
    digest = b64encode(sha256(css.encode()).digest()).decode()
    return "; ".join(
        (
            "default-src 'none'",
            f"style-src 'sha256-{digest}'",
            "script-src 'self'",
            "img-src data:",
            "form-action 'self'",
            "base-uri 'none'",
            "frame-ancestors 'none'",
        )
    )


_css = _compact(_SOURCE.read_text(encoding="utf-8"))
STYLE: SafeString = mark_safe(_css)  # noqa: S308 - our own file
CONTENT_SECURITY_POLICY = _policy(_css)
