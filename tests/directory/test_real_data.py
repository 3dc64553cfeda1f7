"""Real directories as they come: checked, imported, made into an edition, found again."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from suluh.access.actor import Actor
from suluh.directory.edition.finding import Wanted
from suluh.directory.edition.reader import open_edition
from suluh.directory.intake import mapping
from suluh.directory.intake.reading import Options
from suluh.directory.intake.sandbox import open_file
from suluh.directory.models import Contact, Location, Service
from suluh.directory.operations.checking import check_file
from suluh.directory.operations.editions import create_draft_edition
from suluh.directory.operations.importing import import_outcome
from suluh.directory.rules import rules
from suluh.foundation.home import suluh_home
from tests.cast import Cast
from tests.directory.intake import messy
from tests.directory.workbooks import MIAMI, SAN_FRANCISCO, needs_miami

pytestmark = pytest.mark.usefixtures("home")
AMERICAN = Options(country="US")


@pytest.fixture
def ilya(cast: Cast) -> Actor:
    return cast.actor(cast.ilya)


@needs_miami
@pytest.mark.miami
def test_miami_is_checked_imported_and_found(ilya: Actor) -> None:
    """The defects are counted rule by rule as measured; then 4,089 services, twice the same."""
    outcome = check_file(MIAMI, options=AMERICAN).outcome
    measured = json.loads((MIAMI.parent / "EXPECTED_DEFECTS.json").read_text())
    counted = Counter(problem.rule for problem in outcome.checked.problems)
    found = {
        rule.expected_defect: counted[rule.id] for rule in rules().values() if rule.expected_defect
    }
    not_rules = {"distinct language strings", "services mentioning trafficking"}
    expected = measured[MIAMI.name]["defects"]
    assert found == {name: count for name, count in expected.items() if name not in not_rules}

    first = import_outcome(ilya, outcome)
    assert (first.created, first.updated, first.unchanged, first.quarantined) == (4089, 0, 0, 0)
    again = import_outcome(ilya, check_file(MIAMI, options=AMERICAN).outcome)
    assert (again.created, again.updated, again.unchanged, again.quarantined) == (0, 0, 4089, 0)
    closed_doors = Location.objects.filter(service__location_disclosure="contact_first")
    assert closed_doors.exists()
    assert not closed_doors.exclude(street="").exists()

    create_draft_edition(ilya, name="miami")
    edition = open_edition(suluh_home().edition)
    assert sum(1 for group in edition.types() if group.services) > 10
    assert edition.find(Wanted(words="food pantry")).total > 10
    assert edition.find(Wanted(words="zzzz nothing")).total == 0


@needs_miami
@pytest.mark.miami
def test_a_city_spreadsheet_comes_in_by_the_suggested_mapping(ilya: Actor) -> None:
    suggested = mapping.suggest(open_file(SAN_FRANCISCO), "en")
    kept = mapping.loads(mapping.dump(suggested))
    options = Options(country="US", mapping=kept)
    outcome = check_file(SAN_FRANCISCO, options=options).outcome
    assert len(outcome.checked.records) == 609
    first = import_outcome(ilya, outcome)
    assert (first.created, first.quarantined) == (609, 0)
    reached = Contact.objects.filter(channel="phone").values("service").distinct()
    assert reached.count() > 560
    again = import_outcome(ilya, check_file(SAN_FRANCISCO, options=options).outcome)
    assert (again.created, again.updated) == (0, 0)


def test_a_messy_spreadsheet_comes_in_by_the_suggested_mapping(ilya: Actor, tmp_path: Path) -> None:
    path = tmp_path / "messy.xlsx"
    messy.write(path)
    suggested = mapping.suggest(open_file(path), "en")
    outcome = check_file(path, options=Options(country="GB", mapping=suggested)).outcome
    assert import_outcome(ilya, outcome).created >= 3
    services = list(Service.objects.visible_to(ilya).prefetch_related("contacts"))
    assert max(service.contacts.count() for service in services) >= 2, "two phones in one cell"
    years = {service.verified_on.year for service in services if service.verified_on}
    assert years, "a date in the Buddhist era"
    assert max(years) < 2100
