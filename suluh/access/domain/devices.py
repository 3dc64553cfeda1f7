"""A device in two words. A browser says much about itself that would single out a person."""

from __future__ import annotations

import re

# The first that fits; a browser names those it wants to pass for as well.
_BROWSERS = (
    ("Edge", r"\bEdg(e|A|iOS)?/"),
    ("Opera", r"\bOPR/|\bOpera\b"),
    ("Samsung Internet", r"\bSamsungBrowser/"),
    ("Firefox", r"\b(Firefox|FxiOS)/"),
    ("Chrome", r"\b(Chrome|CriOS|Chromium)/"),
    ("Safari", r"\bSafari/"),
)
_SYSTEMS = (
    ("Android", r"\bAndroid\b"),
    ("iPhone", r"\biPhone\b"),
    ("iPad", r"\biPad\b"),
    ("Windows", r"\bWindows\b"),
    ("ChromeOS", r"\bCrOS\b"),
    ("macOS", r"\bMac OS X\b|\bMacintosh\b"),
    ("Linux", r"\bLinux\b|\bX11\b"),
)
LONGEST = 1000  # characters that are looked at


def device(user_agent: str) -> str:
    """Browser and system, such as "Firefox/Android"; either may be "" when it is not known."""
    said = user_agent[:LONGEST]
    return f"{_first(_BROWSERS, said)}/{_first(_SYSTEMS, said)}"


def _first(families: tuple[tuple[str, str], ...], said: str) -> str:
    return next((name for name, pattern in families if re.search(pattern, said)), "")
