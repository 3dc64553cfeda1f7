from __future__ import annotations

from suluh.directory.intake.detect import source_format
from suluh.directory.intake.tables import Contents
from tests.directory.intake.samples import package, sheet, table

SERVICES_1 = [["id", "organization_id", "name", "description", "url"], ["1", "9", "Clinic", "", ""]]
SERVICES_3 = [["id", "organization_id", "name", "status", "assured_date"]]
ORGANIZATIONS = [["id", "name"], ["9", "Harbour Aid"]]


def test_weekdays_and_old_table_names_mean_hsds_1() -> None:
    found = package(
        services=SERVICES_1,
        organizations=ORGANIZATIONS,
        regular_schedules=[["id", "service_id", "weekday", "opens_at", "closes_at"]],
        services_taxonomy=[["id", "service_id", "taxonomy_id"]],
    )
    assert source_format(found) == "hsds-1"


def test_schedules_beside_physical_addresses_mean_hsds_2() -> None:
    found = package(
        services=SERVICES_1,
        organizations=ORGANIZATIONS,
        schedules=[["id", "service_id", "freq", "byday", "opens_at"]],
        physical_addresses=[["id", "location_id", "address_1"]],
        service_attributes=[["id", "service_id", "taxonomy_term_id"]],
        languages=[["id", "service_id", "language"]],
    )
    assert source_format(found) == "hsds-2"


def test_attributes_and_assured_dates_mean_hsds_3() -> None:
    found = package(
        services=SERVICES_3,
        organizations=ORGANIZATIONS,
        attributes=[["id", "link_id", "taxonomy_term_id"]],
        addresses=[["id", "location_id", "address_1", "address_type"]],
    )
    assert source_format(found) == "hsds-3"


def test_a_workbook_with_one_sheet_a_table_is_a_package_too() -> None:
    found = Contents(
        "xlsx",
        [
            table("all.xlsx", *SERVICES_3, sheet="services"),
            table("all.xlsx", *ORGANIZATIONS, sheet="organizations"),
        ],
    )
    assert source_format(found) == "hsds-3"


def test_one_table_alone_is_flat_even_when_it_is_called_services() -> None:
    assert source_format(package(services=SERVICES_1)) == "flat"
    assert source_format(sheet(["Name", "Phone"], ["Clinic", "020 7946 0100"])) == "flat"


def test_json_is_hsds_json() -> None:
    assert source_format(Contents("json", documents={"a.json": {"id": "1"}})) == "hsds-json"
