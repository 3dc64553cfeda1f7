"""The headers word by word: one letter wrong in a policy, and a browser ignores that part of it."""

from __future__ import annotations

from suluh.foundation.requests import CONTENT_SECURITY_POLICY, PERMISSIONS_POLICY


def test_what_a_page_may_load_and_who_may_frame_it() -> None:
    assert CONTENT_SECURITY_POLICY.split("; ") == [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    ]


def test_no_page_may_use_a_camera_a_microphone_or_the_place() -> None:
    assert PERMISSIONS_POLICY == (
        "camera=(), display-capture=(), geolocation=(), microphone=(), usb=()"
    )
