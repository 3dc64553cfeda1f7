"""Which passwords are taken, and how they are asked for."""

from __future__ import annotations

import re

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.test import Client

from suluh.access.models import Account
from suluh.access.operations import set_password
from suluh.access.queries.actors import operator
from tests.access.test_sign_in import SIGN_IN, attempt
from tests.cast import PASSWORD, Cast
from tests.conftest import Enter

CHANGE = "/account/password/"


@pytest.mark.asvs("6.2.5", "6.2.9")
@pytest.mark.parametrize(
    "password",
    [
        "twelve quiet",
        "sebelas perahu di dermaga",
        "ក្រោមស្ពានមានទូកប្រាំពីរ",
        "🛶 🌧 🍚 🧵 🐓 🪔 🌾",
        "a lamp, a boat and seven quiet harbours " * 4,
    ],
)
def test_any_signs_will_do_and_many_of_them(password: str) -> None:
    validate_password(password)


@pytest.mark.asvs("6.2.1")
def test_eleven_signs_are_too_few() -> None:
    with pytest.raises(ValidationError):
        validate_password("eleven sign")


@pytest.mark.asvs("6.2.4")
@pytest.mark.parametrize(
    "password",
    [
        "qwerty123456",
        "q1w2e3r4t5y6",
        "123456654321",
        "123456789012",
        "passwordpassword",
        "qwertyuiopas",
        "Iloveyou1234!",
        "aaaaaaaaaaaaaaaa",
    ],
)
def test_what_everybody_chooses_is_refused(password: str) -> None:
    with pytest.raises(ValidationError):
        validate_password(password)


def test_the_own_name_and_address_make_no_password() -> None:
    account = Account(email="ilya.marrow@example.org", full_name="Ilya Marrow")
    with pytest.raises(ValidationError):
        validate_password("ilyamarrow2026", account)


@pytest.mark.asvs("6.2.8")
@pytest.mark.parametrize(
    "changed", [PASSWORD.upper(), PASSWORD[:-1], f"{PASSWORD} ", f" {PASSWORD}", f"{PASSWORD}s"]
)
def test_a_password_is_compared_as_it_was_typed(changed: str, cast: Cast) -> None:
    assert attempt("ilya@example.org")[0] == 302
    assert attempt("ilya@example.org", changed)[0] == 200


@pytest.mark.asvs("6.2.8")
def test_the_end_of_a_long_password_counts(cast: Cast) -> None:
    long = "nine boats at the quay " * 8
    set_password(operator(cast.port_tamsin), account=cast.ilya, password=long)
    ilya = Account.objects.get(pk=cast.ilya.pk)
    assert ilya.check_password(long)
    assert not ilya.check_password(long[:-1])


@pytest.mark.asvs("6.2.2", "6.2.3")
def test_a_new_password_needs_the_present_one(cast: Cast, enter: Enter) -> None:
    new = "nine boats at the quay"
    form = {"oldpassword": "seven lamps by the river", "password1": new, "password2": new}
    sari = enter(cast.sari)
    assert sari.post(CHANGE, form).status_code == 200
    assert not Account.objects.get(pk=cast.sari.pk).check_password(new)
    assert sari.post(CHANGE, form | {"oldpassword": PASSWORD}).status_code == 302
    assert Account.objects.get(pk=cast.sari.pk).check_password(new)


@pytest.mark.asvs("6.2.6", "6.2.7")
def test_password_fields_are_masked_and_open_to_password_managers(cast: Cast, enter: Enter) -> None:
    pages = [Client().get(SIGN_IN), enter(cast.sari).get(CHANGE)]
    fields = [field for page in pages for field in _password_fields(page.content.decode())]
    assert len(fields) == 4
    for field in fields:
        assert 'type="password"' in field
        assert re.search(r'autocomplete="(current|new)-password"', field)
        assert "readonly" not in field
        assert "onpaste" not in field


def _password_fields(page: str) -> list[str]:
    return re.findall(r'<input[^>]*name="(?:old)?password[12]?"[^>]*>', page)


@pytest.mark.asvs("6.2.10")
def test_an_old_password_still_opens(cast: Cast) -> None:
    Account.objects.filter(pk=cast.ilya.pk).update(created_at="2016-01-01T00:00Z")
    assert attempt("ilya@example.org")[0] == 302
