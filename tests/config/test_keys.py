"""`suluh keys`: what is told, what is made anew, and a stop at the worst moment."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
from allauth.mfa.models import Authenticator

from suluh.access.domain.one_time_codes import STEP
from suluh.access.models import AuditEntry
from suluh.access.operations.factors import make_recovery_codes, use_code
from suluh.access.operations.keys import seal_everything_anew
from suluh.access.policy import Refused
from suluh.access.queries import factors
from suluh.config import keys
from suluh.config.command import main
from suluh.config.doctor.findings import Trouble
from suluh.config.doctor.secrets import sealed
from suluh.config.installation import DEMONSTRATION_KEY
from suluh.foundation import field_keys
from suluh.foundation.sealing import key_of
from tests.cast import Cast, code_of_now

DONE, ELSE = 0, 3


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("SULUH_FIELD_KEYS", "SULUH_SECRET_KEY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("SULUH_HOME", str(tmp_path))
    (tmp_path / "keys").mkdir()
    for name in (keys.SESSIONS, keys.DOOR):
        (tmp_path / "keys" / name).write_text(name[0] * 64)
    return tmp_path


@pytest.fixture
def office(home: Path, cast: Cast) -> Cast:
    """The cast, its secrets sealed in a home of its own."""
    return cast


@pytest.fixture
def run(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setattr(keys, "prepare", lambda: None)
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "suluh.config.settings.testing")

    def run(*words: str) -> tuple[int, str]:
        return main(["keys", *words]), capfd.readouterr().out

    return run


def _secrets(home: Path) -> dict[str, str]:
    return {path.name: path.read_text() for path in (home / "keys").iterdir()}


def _sealed_with() -> set[str]:
    rows = Authenticator.objects.filter(type__in=factors.SEALED)
    return {key_of(row.data[factors.SEALED[Authenticator.Type(row.type)]]) for row in rows}


def test_every_key_is_new_and_what_was_sealed_still_opens(
    office: Cast, run: Any, home: Path
) -> None:
    codes = make_recovery_codes(office.actor(office.omar))
    before = _secrets(home)
    status, said = run("rotate", "--json")
    assert status == DONE
    assert json.loads(said) == {
        "rotated": ["field-keys", "secret-key", "public-secret-key"], "kept": [], "sealed_anew": 3,
    }  # fmt: skip
    after = _secrets(home)
    assert after.keys() == before.keys()
    assert [name for name in after if after[name] == before[name]] == []
    assert _sealed_with() == {field_keys.key_ring().newest.code}
    assert len(field_keys.key_ring().keys) == 1
    use_code(office.omar, code_of_now())
    use_code(office.omar, codes[0])


def test_each_agency_reads_it_in_its_log(office: Cast, run: Any) -> None:
    run("rotate")
    entries = AuditEntry.objects.unscoped(reason="the test looks at every agency")
    found = entries.filter(act="keys.rotated").values_list("agency", "role", "details")
    assert set(map(str, found.values_list("agency", flat=True))) == {
        str(office.port_tamsin.pk), str(office.lake_harrow.pk),
    }  # fmt: skip
    assert {(role, str(details)) for _agency, role, details in found} == {("operator", "{}")}


def test_it_says_what_comes_next_and_never_a_key(office: Cast, run: Any, home: Path) -> None:
    before = _secrets(home)
    said = run("rotate")[1] + run("list")[1] + run("list", "--json")[1]
    assert "Stop and start Suluh now" in said
    for text in [*before.values(), *_secrets(home).values()]:
        for word in text.split():
            assert len(word) < 20 or word not in said


def test_a_stop_before_the_commit_loses_nothing(
    office: Cast, run: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(actor: object) -> int:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(keys, "seal_everything_anew", stop)
        assert run("rotate")[0] == ELSE
    assert len(field_keys.key_ring().keys) == 2
    use_code(office.vera, code_of_now())
    assert run("rotate")[0] == DONE
    assert len(field_keys.key_ring().keys) == 1
    use_code(office.omar, code_of_now())


def test_a_stop_after_the_commit_loses_nothing(
    office: Cast, run: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(newest: object) -> int:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(field_keys, "retire_all_but", stop)
        assert run("rotate")[0] == ELSE
    use_code(office.vera, code_of_now())
    assert run("rotate")[0] == DONE
    use_code(office.omar, code_of_now())


def test_what_no_key_opens_does_not_stop_the_rest(office: Cast, run: Any) -> None:
    row = factors.authenticators(office.vera.pk).get()
    lost = row.data = {"secret": "s1.lost.AAAA", "step": STEP}
    row.save()
    assert json.loads(run("rotate", "--json")[1])["sealed_anew"] == 1
    row.refresh_from_db()
    assert row.data == lost


def test_keys_from_the_environment_are_left_to_it(
    office: Cast, run: Any, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SULUH_SECRET_KEY", "given " * 12)
    before = _secrets(home)
    answer = json.loads(run("rotate", "--json")[1])
    assert answer["rotated"] == ["field-keys"]
    assert answer["kept"] == ["secret-key", "public-secret-key"]
    assert _secrets(home)["secret-key"] == before["secret-key"]
    monkeypatch.setenv("SULUH_FIELD_KEYS", (home / "keys" / "field-keys").read_text())
    status, _said = run("rotate")
    assert status == ELSE
    assert {row["from"] for row in json.loads(run("list", "--json")[1])["keys"]} == {"environment"}


def test_a_demonstration_stays_recognisable(office: Cast, run: Any, home: Path) -> None:
    (home / "keys" / "secret-key").write_text(DEMONSTRATION_KEY + "k" * 64)
    run("rotate")
    assert (home / "keys" / "secret-key").read_text().startswith(DEMONSTRATION_KEY)


@pytest.mark.skipif(os.name != "posix", reason="Windows has no such modes")
def test_new_keys_are_for_their_owner_only(office: Cast, run: Any, home: Path) -> None:
    run("rotate")
    assert {path.stat().st_mode & 0o777 for path in (home / "keys").iterdir()} == {0o600}


def test_nobody_but_the_operator_does_it(cast: Cast) -> None:
    with pytest.raises(Refused):
        seal_everything_anew(cast.actor(cast.omar))


def test_the_doctor_says_when_a_key_is_not_the_one_that_sealed(home: Path, office: Cast) -> None:
    assert sealed() == "Every sealed value opens with the keys here."
    ring = home / "keys" / field_keys.ring_file().name
    kept = ring.read_text()
    ring.unlink()
    with pytest.raises(Trouble, match="sealed values"):
        sealed()
    assert not ring.exists()  # whoever only looks makes no key
    field_keys.key_ring()
    with pytest.raises(Trouble) as trouble:
        sealed()
    assert "suluh account recover" in trouble.value.mend
    ring.write_text(kept)
    assert sealed()


def test_the_doctor_counts_a_secret_that_was_moved_to_somebody_else(office: Cast) -> None:
    one, other = Authenticator.objects.filter(type=factors.TOTP).order_by("pk")[:2]
    other.data["secret"] = one.data["secret"]
    other.save()
    with pytest.raises(Trouble, match="1 sealed"):
        sealed()
