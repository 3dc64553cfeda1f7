"""An HSDS package, once its tables have the names of HSDS 3.1: check it, and draft its services."""

from __future__ import annotations

from suluh.directory.domain.records import Reading
from suluh.directory.intake.hsds_drafts import drafts
from suluh.directory.intake.hsds_joins import check_joins, check_unused
from suluh.directory.intake.hsds_links import Links
from suluh.directory.intake.hsds_rules import Findings, check_cells, check_left_out, check_rows
from suluh.directory.intake.hsds_tables import Package


def read_package(
    package: Package, *, source_format: str, source: str, language: str, country: str, timezone: str
) -> Reading:
    """Every service of the package as a draft, and what is wrong with the package.

    `source` is the name under which its identifiers are known; the rest stands in
    reading.Options.
    """
    links = Links(package)
    findings = Findings(package, links)
    for check in (check_joins, check_cells, check_rows, check_left_out, check_unused):
        check(findings)
    made, remarks = drafts(package, links, language=language, country=country, timezone=timezone)
    return Reading(
        source_format=source_format,
        source=source,
        drafts=made,
        problems=[*findings.problems, *remarks],
        organizations=len(package.rows("organizations")),
        services=len(package.rows("services")),
        locations=len(package.rows("locations")),
        language=language,
    )
