"""Why can (or can't) this person see this? One sentence, and the guard agrees with it."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.db import transaction
from django.urls import reverse

from suluh.access.operations import change_role
from suluh.access.policy import roles_with
from suluh.access.queries.actors import everybody_of
from suluh.access.why import why
from suluh.directory.models import Intake, Service
from tests.access_matrix.table import EXPECTED, OBJECTS
from tests.cast import Cast
from tests.conftest import Enter


def _sentence(cast: Cast, persona: str, address: str) -> str:
    account = cast.account(persona)
    assert account is not None
    answer = why(cast.actor(account), address, everybody=everybody_of(cast.actor(cast.omar)))
    return answer.sentence


def test_the_sentence_names_the_role_and_how_far_it_reaches(cast: Cast) -> None:
    page = reverse("directory:services")
    assert _sentence(cast, "sari", f"http://localhost:8001{page}?q=x") == (
        "Sari Lind can: the role Directory reader lets them see the directory, "
        "everything of the office."
    )
    assert _sentence(cast, "omar", page) == (
        "Omar Vane cannot: the role Administrator does not let them see the directory. "
        f"Roles that can: {roles_with('directory.view')}."
    )


def test_what_lies_outside_the_reach_is_said_so(cast: Cast) -> None:
    change_role(cast.actor(cast.omar), account=cast.sari, role="preparer")
    theirs = Intake.objects.create(agency=cast.port_tamsin, brought_by=cast.ilya, file_name="x.csv")
    assert _sentence(cast, "sari", reverse("directory:check", args=[theirs.pk])) == (
        "Sari Lind cannot: the role Workbook preparer lets them check a workbook, "
        "but only those of their own."
    )


def test_what_another_office_has_does_not_exist(cast: Cast) -> None:
    far = Service.objects.create(agency=cast.lake_harrow, hsds_id=uuid4(), name={"en": "Far"})
    for pk in (far.pk, uuid4()):
        address = reverse("directory:service", args=[pk])
        assert _sentence(cast, "ilya", address) == "There is no such page in this office."


def test_no_sentence_holds_content(cast: Cast) -> None:
    here = Service.objects.create(
        agency=cast.port_tamsin, hsds_id=uuid4(), name={"en": "Quay Street Clinic"}
    )
    assert "Quay" not in _sentence(cast, "ilya", reverse("directory:service", args=[here.pk]))


# These pages are for everybody who has a part in such things; a single act may be refused, and
# what is not there (an app, a row in quarantine) cannot be removed, made or shown.
SINGLE_ACTS = {
    "joint_approve", "joint_decline", "joint_withdraw", "app_remove", "recovery_codes",
    "passkey_remove", "visit_end", "directory:quarantine",
}  # fmt: skip


@pytest.mark.parametrize("persona", ["ilya", "sari", "omar", "vera"])
def test_the_answer_agrees_with_the_guard_on_every_page(persona: str, cast: Cast) -> None:
    account = cast.account(persona)
    assert account is not None
    person, everybody = cast.actor(account), everybody_of(cast.actor(cast.omar))
    wrong = []
    for line, expected in EXPECTED.items():
        name = line.split()[1]
        if expected[persona] == 405:
            continue
        with transaction.atomic():  # some of these objects can be there only once
            captured = OBJECTS[name](cast) if name in OBJECTS else {}
            answer = why(person, reverse(name, kwargs=captured), everybody=everybody)
            transaction.set_rollback(True)
        if name in SINGLE_ACTS and answer.may:
            continue
        if answer.may is (expected[persona] in (403, 404)):
            wrong.append(f"{line} {answer.sentence}")
    assert wrong == []


def test_an_administrator_asks_about_anybody_and_others_of_themselves(
    cast: Cast, enter: Enter
) -> None:
    asked = {"person": str(cast.ilya.pk), "address": reverse("log")}
    assert "Ilya Marrow cannot" in enter(cast.omar).post(reverse("why"), asked).content.decode()
    refused = enter(cast.sari).post(reverse("why"), asked).content.decode()
    assert "Ilya Marrow" not in refused
    asked["person"] = str(cast.sari.pk)
    assert "Sari Lind cannot" in enter(cast.sari).post(reverse("why"), asked).content.decode()


def test_nobody_asks_about_another_office(cast: Cast, enter: Enter) -> None:
    asked = {"person": str(cast.noor.pk), "address": reverse("log")}
    assert "Noor" not in enter(cast.omar).post(reverse("why"), asked).content.decode()


def test_whoever_asks_of_themselves_does_not_learn_what_exists(cast: Cast, enter: Enter) -> None:
    """For a preparer a colleague's workbook and an invented one are the same."""
    change_role(cast.actor(cast.omar), account=cast.sari, role="preparer")
    theirs = Intake.objects.create(agency=cast.port_tamsin, brought_by=cast.ilya, file_name="x.csv")
    answers = set()
    for pk in (theirs.pk, uuid4()):
        asked = {
            "person": str(cast.sari.pk), "address": reverse("directory:check", args=[pk])
        }  # fmt: skip
        shown = enter(cast.sari).post(reverse("why"), asked)
        answers.add(shown.context["answer"].sentence)
    assert answers == {
        "There is no such page, or it is beyond what the role Workbook preparer reaches: "
        "it lets them check a workbook, those of their own."
    }
