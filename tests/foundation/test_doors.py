"""Two doors from one code: what the public one must not have, and what the workspace must."""

from __future__ import annotations

import pytest

from suluh.config.settings import public, workspace


def test_the_public_door_has_no_database_session_or_account() -> None:
    assert public.DATABASES == {}
    assert public.INSTALLED_APPS == ["suluh.foundation", "suluh.door"]
    for word in ("session", "auth", "messages", "csrf", "allauth"):
        assert not any(word in middleware.lower() for middleware in public.MIDDLEWARE)


def test_the_doors_do_not_share_a_key() -> None:
    assert public.SECRET_KEY != workspace.SECRET_KEY


@pytest.mark.asvs("3.4.5")
def test_the_public_door_tells_no_other_site_where_the_reader_was() -> None:
    assert public.SECURE_REFERRER_POLICY == "no-referrer"


@pytest.mark.asvs("13.4.2")
def test_both_doors_answer_to_named_hosts_only_and_never_debug() -> None:
    for door in (public, workspace):
        assert door.ALLOWED_HOSTS == ["localhost", "127.0.0.1", "[::1]"]
        assert door.DEBUG is False


@pytest.mark.asvs("13.4.5")
def test_the_gallery_is_not_part_of_an_installation() -> None:
    assert workspace.GALLERY is False


@pytest.mark.asvs("11.4.2")
def test_passwords_are_kept_as_argon2() -> None:
    assert workspace.PASSWORD_HASHERS == ["django.contrib.auth.hashers.Argon2PasswordHasher"]
