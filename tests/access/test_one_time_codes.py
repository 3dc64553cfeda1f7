"""Six digits and recovery codes, against the vectors of the standard."""

from __future__ import annotations

from base64 import b32encode
from urllib.parse import parse_qs, urlsplit

import pytest

from suluh.access.domain import one_time_codes as codes

SECRET = b32encode(b"12345678901234567890").decode()
# RFC 6238, appendix B, SHA-1; its eight digits end with our six.
VECTORS = {
    59: "287082", 1111111109: "081804", 1111111111: "050471", 1234567890: "005924",
    2000000000: "279037", 20000000000: "353130",
}  # fmt: skip


@pytest.mark.parametrize(("moment", "code"), VECTORS.items())
def test_the_vectors_of_the_standard(moment: int, code: str) -> None:
    step = moment // codes.STEP
    assert codes.totp_code(SECRET, step) == code
    assert codes.matching_step(SECRET, code, now=moment, after=-1) == step


@pytest.mark.asvs("6.5.5")
@pytest.mark.parametrize(("late", "fits"), [(-60, 0), (-30, 1), (0, 1), (30, 1), (60, 0)])
def test_the_clock_of_a_telephone_may_be_a_step_off(late: int, fits: int) -> None:
    now = 1_234_567_890
    code = codes.totp_code(SECRET, (now + late) // codes.STEP)
    assert (codes.matching_step(SECRET, code, now=now, after=-1) is not None) == bool(fits)


@pytest.mark.asvs("6.5.1")
def test_no_code_works_twice_nor_one_before_the_last() -> None:
    now = 1_234_567_890
    step = now // codes.STEP
    assert codes.matching_step(SECRET, codes.totp_code(SECRET, step), now=now, after=step) is None
    before = codes.totp_code(SECRET, step - 1)
    assert codes.matching_step(SECRET, before, now=now, after=step) is None
    after = codes.totp_code(SECRET, step + 1)
    assert codes.matching_step(SECRET, after, now=now, after=step) == step + 1


@pytest.mark.parametrize("typed", ["005 924", " 005924 ", "005-924"])
def test_blanks_and_dashes_do_not_matter(typed: str) -> None:
    assert codes.matching_step(SECRET, typed, now=1234567890, after=-1)


@pytest.mark.parametrize("typed", ["", "5924", "0059240", "٠٠٥٩٢٤", "abcdef"])
def test_anything_else_is_wrong(typed: str) -> None:
    assert codes.matching_step(SECRET, typed, now=1234567890, after=-1) is None


def test_the_address_in_the_qr_code_names_app_and_account() -> None:
    parts = urlsplit(codes.totp_address(SECRET, account="ilya@example.org", issuer="Suluh"))
    assert (parts.scheme, parts.netloc) == ("otpauth", "totp")
    assert parse_qs(parts.query) == {"secret": [SECRET], "issuer": ["Suluh"]}


def test_each_recovery_code_is_taken_once() -> None:
    made = codes.new_recovery_codes()
    assert len(set(made)) == codes.RECOVERY_CODES
    stored = [codes.recovery_digest(code, salt="ilya") for code in made]
    left = codes.without(stored, made[3].upper().replace("-", " "), salt="ilya")
    assert left is not None
    assert len(left) == codes.RECOVERY_CODES - 1
    assert codes.without(left, made[3], salt="ilya") is None


def test_a_recovery_code_of_somebody_else_is_none() -> None:
    made = codes.new_recovery_codes()
    stored = [codes.recovery_digest(code, salt="ilya") for code in made]
    assert codes.without(stored, made[0], salt="sari") is None
