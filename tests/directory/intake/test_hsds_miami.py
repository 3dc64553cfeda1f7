"""The measured Miami set: every defect is found, as often as it was counted by hand."""

from __future__ import annotations

import gzip
import json
from collections.abc import Mapping

import pytest

from suluh.directory.domain.records import Reading
from suluh.directory.intake.reading import Options, read
from suluh.directory.intake.sandbox import open_file
from suluh.directory.intake.tables import Contents
from suluh.directory.rules import rules
from tests.directory.intake.samples import counts, reading_of, shared

pytestmark = pytest.mark.miami

NOT_RULES = {"distinct language strings", "services mentioning trafficking"}


@pytest.fixture(scope="module")
def miami() -> Reading:
    folder = shared("open211-miami-2019")
    return read(open_file(folder), name=folder.name, options=Options(country="US"))


@pytest.fixture(scope="module")
def expected() -> Mapping[str, int]:
    file = shared("EXPECTED_DEFECTS.json")
    defects: Mapping[str, int] = json.loads(file.read_text())["open211-miami-2019"]["defects"]
    return defects


def test_every_defect_is_counted_exactly(miami: Reading, expected: Mapping[str, int]) -> None:
    found = counts(miami)
    by_defect = {
        rule.expected_defect: found[rule.id] for rule in rules().values() if rule.expected_defect
    }
    assert by_defect == {name: n for name, n in expected.items() if name not in NOT_RULES}


def test_rows_are_counted(miami: Reading) -> None:
    assert (miami.organizations, miami.services, miami.locations) == (1074, 4089, 4089)
    assert (miami.source_format, miami.source) == ("hsds-1", "human_services_data")


def test_every_service_becomes_a_draft_with_a_name_and_a_key_of_its_own(miami: Reading) -> None:
    assert len({draft.key for draft in miami.drafts}) == 4089
    assert not any(draft.cells["name.en"].blank for draft in miami.drafts)
    assert not any(draft.strict for draft in miami.drafts)


def test_the_derived_json_says_the_same(miami: Reading) -> None:
    file = shared("open211-miami-2019", "derived", "services_hsds31.json.gz")
    document = json.loads(gzip.decompress(file.read_bytes()))
    reading = reading_of(Contents("json", documents={"services.json": document}))
    assert (reading.organizations, reading.services, reading.locations) == (1074, 4089, 4089)
    same = ("services.name.duplicate", "schedules.opens_at.missing", "languages.name.sentence",
            "phones.number.extension_inside", "locations.latitude.missing")  # fmt: skip
    found, tabular = counts(reading), counts(miami)
    assert {rule: found[rule] for rule in same} == {rule: tabular[rule] for rule in same}
    hours = [draft.cells["hours"].value for draft in reading.drafts if "hours" in draft.cells]
    assert hours == [draft.cells["hours"].value for draft in miami.drafts if "hours" in draft.cells]
