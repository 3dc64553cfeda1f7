"""Do the tables of an HSDS package hold together? Ids, links between tables, tables left aside."""

from __future__ import annotations

from collections.abc import Iterable

from suluh.directory.domain.problems import Spot
from suluh.directory.intake.hsds_links import has_id
from suluh.directory.intake.hsds_names import names
from suluh.directory.intake.hsds_rules import Findings, named
from suluh.directory.intake.hsds_tables import Package, Row
from suluh.directory.rules import problem

# Above this share of unknown ids the column itself is in doubt, not the single rows.
_DOUBTFUL = 0.5
_FITTING = 0.9  # share of its ids that another column must hold to be named

# Tables whose rows say nothing unless they belong to something.
_DEPENDENT = (
    "phones",
    "addresses",
    "schedules",
    "languages",
    "accessibility",
    "service_areas",
    "cost_options",
    "required_documents",
    "eligibility",
)


def check_joins(findings: Findings) -> None:
    """Ids given twice, links to nothing, rows that belong to nothing."""
    for table in findings.package.tables:
        _check_ids(findings, table)
        for column in _link_columns(findings.package, table):
            _check_links(findings, table, column)
        if table in _DEPENDENT:
            _check_parents(findings, table)


def _check_ids(findings: Findings, table: str) -> None:
    rule = named(table, "id", "duplicate")
    for each, rows in findings.package.by(table, "id").items():
        for row in rows[1:]:
            if has_id(row) and not row.shared:
                findings.add(rule, table, row, "id", each)


def _link_columns(package: Package, table: str) -> list[str]:
    return [column for column in names()["links"] if package.has(table, column)]


def _check_links(findings: Findings, table: str, column: str) -> None:
    target = names()["links"][column]
    found = findings.package.by(table, column)
    if not found:
        return
    if not findings.package.has(target):
        _report_missing_table(findings, table, column, target)
        return
    known = findings.package.by(target, "id")
    unknown = [row for each, rows in found.items() if each not in known for row in rows]
    rule = named(table, column, "unknown")
    for row in unknown:
        findings.add(rule, table, row, column, row[column], target=target)
    if len(unknown) > _DOUBTFUL * sum(map(len, found.values())):
        _name_fitting_column(findings, table, column, target)


def _report_missing_table(findings: Findings, table: str, column: str, target: str) -> None:
    spot = findings.package.rows(table)[0].header_spot(column)
    findings.problems.append(
        problem("package.table.missing", spot, found=target, table=table, column=column)
    )


def _name_fitting_column(findings: Findings, table: str, column: str, target: str) -> None:
    """When most ids of a column name nothing, say which other column they would fit."""
    package = findings.package
    wanted = package.by(table, column).keys()
    for other_table, other_column in _candidates(package, target):
        fitting = package.by(other_table, other_column)
        if other_table != table and sum(each in fitting for each in wanted) >= _FITTING * len(
            wanted
        ):
            findings.problems.append(
                problem(
                    "package.column.fits_another",
                    package.rows(table)[0].header_spot(column),
                    found=f"{other_table}.{other_column}",
                    table=table,
                    column=column,
                    target=target,
                )
            )
            return


def _candidates(package: Package, target: str) -> Iterable[tuple[str, str]]:
    own = ((target, column) for column in sorted(package.columns[target]) if column != "id")
    ids = ((table, "id") for table in ("services", "locations", "organizations", "contacts"))
    return (*own, *(each for each in ids if package.has(each[0])))


def _check_parents(findings: Findings, table: str) -> None:
    columns = _link_columns(findings.package, table)
    rule = named(table, "service_id", "missing")
    for row in findings.package.rows(table):
        if not any(row[column] for column in columns):
            findings.add(rule, table, row, "service_id")


def check_unused(findings: Findings) -> None:
    """Name each filled table and column that Suluh does not carry over: nothing goes in silence."""
    carried: dict[str, list[str]] = names()["carried"]
    for table, rows in findings.package.tables.items():
        if rows and table not in carried:
            _report_unused_table(findings, table, rows)
        for column in sorted(
            findings.package.columns[table] - {*carried.get(table, ()), *names()["links"]}
        ):
            filled = [row for row in rows if row[column]] if table in carried else []
            if filled:
                _report_unused_column(findings, table, column, filled)
    for left in findings.package.left_aside:
        if len(left.rows) > 1:
            findings.problems.append(
                problem(
                    "package.table.not_used",
                    Spot(left.file, left.sheet),
                    found=left.sheet or left.file,
                    count=len(left.rows) - 1,
                )
            )


def _report_unused_table(findings: Findings, table: str, rows: list[Row]) -> None:
    source = rows[0].source
    findings.problems.append(
        problem(
            "package.table.not_used", Spot(source.file, source.sheet), found=table, count=len(rows)
        )
    )


def _report_unused_column(findings: Findings, table: str, column: str, filled: list[Row]) -> None:
    findings.problems.append(
        problem(
            "package.column.not_used",
            filled[0].header_spot(column),
            found=column,
            table=table,
            count=len(filled),
        )
    )
