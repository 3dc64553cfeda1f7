"""A page that was loaded before a colleague's change undoes nothing and grants nothing again."""

from __future__ import annotations

from uuid import uuid4

from suluh.access import log
from suluh.access.models import AgencyRole, Membership, TeamMember
from suluh.access.operations import change_role, deactivate_account
from suluh.access.operations.roles import make_team
from suluh.access.queries.actors import operator
from suluh.directory.models import Organization, Service
from tests.cast import Cast
from tests.conftest import Enter
from tests.forms import loaded


def test_a_stale_correction_of_a_service_does_not_overwrite(cast: Cast, enter: Enter) -> None:
    """Sari takes a number out in an emergency; Ilya's page, loaded before, brings nothing back."""
    service = Service.objects.create(
        agency=cast.port_tamsin, hsds_id=uuid4(), name={"en": "Quay Street Clinic"}
    )
    wanted, client = f"/directory/services/{service.pk}/correct/", enter(cast.ilya)
    form = loaded(client, wanted)
    client.post(wanted, {**form, "name.en": "Closed: do not call"})
    now = Service._base_manager.get(pk=service.pk)
    assert now.name == {"en": "Closed: do not call"}
    page = client.post(wanted, form).content.decode()
    assert Service._base_manager.get(pk=service.pk).name == now.name
    assert "Somebody changed this service while you were writing." in page
    assert "It says now: Closed: do not call" in page
    assert now.as_read in page  # so that saving once more, knowingly, is possible
    client.post(wanted, {**form, "as_read": now.as_read})
    assert Service._base_manager.get(pk=service.pk).name == {"en": "Quay Street Clinic"}


def test_a_correction_that_does_not_say_what_it_read_changes_nothing(
    cast: Cast, enter: Enter
) -> None:
    service = Service.objects.create(
        agency=cast.port_tamsin, hsds_id=uuid4(), name={"en": "Quay Street Clinic"}
    )
    wanted = f"/directory/services/{service.pk}/correct/"
    enter(cast.ilya).post(wanted, {"name.en": "Elsewhere"})
    assert Service._base_manager.get(pk=service.pk).name == {"en": "Quay Street Clinic"}


def test_a_stale_form_of_a_role_does_not_grant_again(cast: Cast, enter: Enter) -> None:
    role = AgencyRole.objects.create(
        agency=cast.port_tamsin, code="own-1", name="Checker",
        grants={"directory.check": ["agency"], "directory.view": ["agency"]},
    )  # fmt: skip
    client, wanted = enter(cast.omar), f"/roles/{role.pk}/"
    form = loaded(client, wanted)
    client.post(wanted, {**form, "grant-directory.check": ""})
    assert set(AgencyRole._base_manager.get(pk=role.pk).grants) == {"directory.view"}
    page = client.post(wanted, form, follow=True).content.decode()
    assert set(AgencyRole._base_manager.get(pk=role.pk).grants) == {"directory.view"}
    assert "Somebody changed this while you were on the page." in page


def test_a_stale_form_of_a_team_brings_nobody_back(cast: Cast, enter: Enter) -> None:
    team = make_team(cast.actor(cast.omar), name="Harbour")
    client, wanted = enter(cast.omar), f"/teams/{team.pk}/"
    client.post(wanted, {**loaded(client, wanted), "members": [str(cast.sari.pk)]})
    form = loaded(client, wanted)
    client.post(wanted, {**form, "members": []})
    assert not TeamMember._base_manager.filter(team=team).exists()
    page = client.post(wanted, form, follow=True).content.decode()
    assert not TeamMember._base_manager.filter(team=team).exists()
    assert "Somebody changed this while you were on the page." in page


def test_a_mistake_in_a_stale_form_does_not_make_it_fresh(cast: Cast, enter: Enter) -> None:
    """The page that shows the mistake is still made from what was read at first."""
    service = Service.objects.create(
        agency=cast.port_tamsin, hsds_id=uuid4(), name={"en": "Quay Street Clinic"}
    )
    wanted, client = f"/directory/services/{service.pk}/correct/", enter(cast.ilya)
    form = loaded(client, wanted)
    client.post(wanted, {**form, "name.en": "Closed: do not call"})
    shown = client.post(wanted, {**form, "cost": "no such thing"})
    assert shown.context["form"]["as_read"].value() == form["as_read"]


def test_a_stale_role_form_does_not_undo_a_colleagues_decision(cast: Cast, enter: Enter) -> None:
    """Sari was made a contributor after an incident; an old page would make her an editor."""
    membership = Membership._base_manager.get(account=cast.sari)
    client, wanted = enter(cast.omar), f"/accounts/{membership.pk}/role/"
    form = loaded(client, wanted)
    change_role(operator(cast.port_tamsin), account=cast.sari, role="contributor")
    page = client.post(wanted, {**form, "role": "editor"}, follow=True).content.decode()
    assert Membership._base_manager.get(account=cast.sari).role == "contributor"
    assert "Somebody changed this while you were on the page." in page
    fresh = loaded(client, wanted)
    client.post(wanted, {**fresh, "role": "editor"})
    assert Membership._base_manager.get(account=cast.sari).role == "editor"


def test_an_old_page_does_not_open_an_account_that_was_closed_again(
    cast: Cast, enter: Enter
) -> None:
    membership = Membership._base_manager.get(account=cast.dewi)
    client, wanted = enter(cast.omar), f"/accounts/{membership.pk}/open/"
    old = {"as_read": client.get(wanted).context["confirm"].as_read}
    client.post(wanted, old)
    cast.dewi.refresh_from_db()
    assert cast.dewi.is_active
    deactivate_account(operator(cast.port_tamsin), account=cast.dewi)
    client.post(wanted, old)
    cast.dewi.refresh_from_db()
    assert not cast.dewi.is_active


def test_the_same_role_once_more_writes_nothing(cast: Cast) -> None:
    """Else the news of a new account could be pushed out of sight."""
    omar = cast.actor(cast.omar)
    before = log.entries(omar).count()
    change_role(omar, account=cast.sari, role="reader")
    assert log.entries(omar).count() == before


def test_another_service_of_the_organization_makes_the_form_old(cast: Cast, enter: Enter) -> None:
    """The form writes the name of the organization, too, for all its services."""
    lamp = Organization.objects.create(
        agency=cast.port_tamsin, hsds_id=uuid4(), name={"en": "Lamp House"}
    )
    service = Service.objects.create(
        agency=cast.port_tamsin, hsds_id=uuid4(), name={"en": "Clinic"}, organization=lamp
    )
    client, wanted = enter(cast.ilya), f"/directory/services/{service.pk}/correct/"
    form = loaded(client, wanted)
    lamp.name = {"en": "Lamp House, closed"}
    lamp.save()  # as an import or a correction of a sister service does
    client.post(wanted, form)
    assert Organization._base_manager.get(pk=lamp.pk).name == {"en": "Lamp House, closed"}


def test_a_role_changed_while_the_account_was_closed_makes_the_page_old(
    cast: Cast, enter: Enter
) -> None:
    membership = Membership._base_manager.get(account=cast.dewi)
    client, wanted = enter(cast.omar), f"/accounts/{membership.pk}/open/"
    old = {"as_read": client.get(wanted).context["confirm"].as_read}
    change_role(operator(cast.port_tamsin), account=cast.dewi, role="auditor")
    client.post(wanted, old)
    cast.dewi.refresh_from_db()
    assert not cast.dewi.is_active
