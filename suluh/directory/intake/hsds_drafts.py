"""From the tables of HSDS to one draft for each service.

Two choices a reader should know. HSDS has a field for who may use a service and Suluh asks for
codes; no code is guessed from prose, so the prose stands under the description, after a blank
line and the words "Who can use it:". What to bring is one more step; how one gets in is put
under "what to expect".
"""

from __future__ import annotations

from collections.abc import Callable

from suluh.directory.domain.problems import Problem
from suluh.directory.domain.records import Cell, Draft
from suluh.directory.intake import hsds_fees, type_words
from suluh.directory.intake.cell_text import plain
from suluh.directory.intake.hsds_contacts import contacts_of, is_door, places_of, with_scheme
from suluh.directory.intake.hsds_hours import hours_of
from suluh.directory.intake.hsds_links import Links
from suluh.directory.intake.hsds_names import names
from suluh.directory.intake.hsds_tables import Package, Row
from suluh.directory.intake.language_words import LONGEST_NAME, known_code, languages_in
from suluh.directory.intake.private_flags import ADDRESS
from suluh.directory.rules import problem


class _Drafting:
    """One service on its way to a draft: its row, its joins, and the cells so far."""

    def __init__(self, package: Package, key: str, row: Row, language: str) -> None:
        self.package, self.row, self.language = package, row, language
        self.draft = Draft(key=key, spot=row.spot("id"), strict=False)
        joins = package.by("service_at_location", "service_id").get(row["id"], [])
        self.services_at = [join["id"] for join in joins]
        self.locations = list(dict.fromkeys(join["location_id"] for join in joins))
        self.organization = next(
            iter(package.by("organizations", "id").get(row["organization_id"], [])), None
        )

    def put(self, key: str, value: object, row: Row, column: str) -> None:
        self.draft.cells[key] = Cell(value, row.spot(column))

    def text(self, key: str, value: str, row: Row, column: str) -> None:
        self.put(f"{key}.{self.language}", value, row, column)

    def rows(self, table: str) -> list[Row]:
        """Rows of a table that hang on the service itself."""
        return self.package.by(table, "service_id").get(self.row["id"], [])

    def words(self, kind: str) -> str:
        told: dict[str, str] = names()["words"][kind]
        return told.get(self.language, told["en"])


def drafts(
    package: Package, links: Links, *, language: str, country: str, timezone: str
) -> tuple[list[Draft], list[Problem]]:
    """Drafts in the order of the services, and the remarks made on the way.

    `language` (BCP 47) is that of the texts; `country` (ISO 3166 alpha-2) and `timezone` (IANA)
    are taken where the file names none.
    """
    found, problems = [], []
    for key, row in links.services:
        work = _Drafting(package, key, row, language)
        for step in _STEPS:
            step(work)
        work.draft.contacts = contacts_of(package, row, work.services_at, work.locations)
        work.draft.has_contacts = True
        work.draft.places = places_of(package, row, work.locations, country)
        work.draft.has_places = package.has("locations")
        if timezone:
            work.put("timezone", timezone, row, "id")
        problems += _types(work)
        found.append(work.draft)
    return found, problems


def _names(work: _Drafting) -> None:
    work.text("name", work.row["name"], work.row, "name")
    work.put("organization_id", work.row["organization_id"], work.row, "organization_id")
    if owner := work.organization:
        work.text("organization", owner["name"], owner, "name")
        if owner["description"]:
            work.text("organization_description", plain(owner["description"]), owner, "description")
        if owner["website"]:
            work.put("organization_website", with_scheme(owner["website"]), owner, "website")


def _description(work: _Drafting) -> None:
    told = [plain(work.row["description"])]
    who = [
        work.row["eligibility_description"],
        *(each["description"] for each in work.rows("eligibility")),
    ]
    if said := "\n".join(filter(None, (plain(each) for each in dict.fromkeys(who)))):
        told.append(f"{work.words('eligibility')} {said}")
    if work.package.has("services", "description") or any(told):
        work.text("what_you_get", "\n\n".join(filter(None, told)), work.row, "description")


def _steps(work: _Drafting) -> None:
    steps = [plain(work.row["application_process"])]
    steps += [
        f"{work.words('bring')} {row['document']}"
        for row in work.rows("required_documents")
        if row["document"]
    ]
    if work.package.has("services", "application_process") or any(steps):
        work.text("steps", "\n".join(filter(None, steps)), work.row, "application_process")
    access = [
        plain(" ".join(filter(None, (row["description"], row["details"]))))
        for row in work.package.linked("accessibility", "location_id", work.locations)
    ]
    if said := "\n".join(dict.fromkeys(filter(None, access))):
        work.text("what_to_expect", f"{work.words('access')} {said}", work.row, "id")


def _fees(work: _Drafting) -> None:
    cost, note = hsds_fees.cost_of(work.row, work.rows("cost_options"))
    if cost:
        work.put("cost", cost, work.row, "fees_description")
    if note:
        work.text("cost_note", note, work.row, "fees_description")


def _languages(work: _Drafting) -> None:
    at_places = work.package.linked("languages", "location_id", work.locations)
    rows = [*work.rows("languages"), *at_places]
    codes = dict.fromkeys(code for row in rows for code in _codes(row))
    if codes:
        work.put("languages_staff", ";".join(codes), rows[0], "name")
    interpreted = languages_in(work.row["interpretation_services"])
    if interpreted.codes and not interpreted.unknown:
        work.put(
            "languages_interpreted",
            ";".join(interpreted.codes),
            work.row,
            "interpretation_services",
        )


def _codes(row: Row) -> tuple[str, ...]:
    if code := known_code(row["code"]):
        return (code,)
    name = row["name"]
    return languages_in(name).codes if len(name) <= LONGEST_NAME else ()


def _hours(work: _Drafting) -> None:
    hours = hours_of(work.package, work.row["id"], work.services_at, work.locations)
    spot_row = next(iter(work.rows("schedules")), work.row)
    if hours.text:
        work.put("hours", hours.text, spot_row, "opens_at")
    if hours.notes:
        work.text("hours_note", "\n".join(hours.notes), spot_row, "description")


def _ages(work: _Drafting) -> None:
    for column in ("minimum_age", "maximum_age"):
        for row in (work.row, *work.rows("eligibility")):
            if row[column] and column not in work.draft.cells:
                work.put(column, row[column], row, column)


def _state(work: _Drafting) -> None:
    statuses: dict[str, str] = names()["status"]
    status = work.row["status"]
    if status:
        work.put("status", statuses.get(status.casefold(), status), work.row, "status")
    if work.row["assured_date"]:
        work.put("verified_on", work.row["assured_date"], work.row, "assured_date")
    if work.row["alert"]:
        work.text("public_note", plain(work.row["alert"]), work.row, "alert")


def _where(work: _Drafting) -> None:
    places = work.package.linked("locations", "id", work.locations)
    streets = work.package.linked("addresses", "location_id", work.locations)
    marked = any(ADDRESS in row.private_parts() for row in (work.row, *places, *streets))
    if marked or any(row["location_type"].casefold() == "redacted" for row in places):
        work.put("location_disclosure", "contact_first", work.row, "id")
    elif places and all(row["location_type"].casefold() == "virtual" for row in places):
        work.put("location_disclosure", "remote_only", work.row, "id")
    areas = [
        row["name"]
        for row in (
            *work.rows("service_areas"),
            *work.package.linked("service_areas", "service_at_location_id", work.services_at),
        )
    ]
    if not any(areas):
        doors = [row["id"] for row in places if is_door(row)]
        areas = [
            row["city"] or row["region"]
            for row in work.package.linked("addresses", "location_id", doors)
        ]
    if named := ";".join(dict.fromkeys(area.replace(";", ",") for area in areas if area)):
        work.put("areas", named, work.row, "id")


_STEPS: tuple[Callable[[_Drafting], None], ...] = (
    _names,
    _description,
    _steps,
    _fees,
    _languages,
    _hours,
    _ages,
    _state,
    _where,
)


def _types(work: _Drafting) -> list[Problem]:
    """Suggest types from words, saying so; where nothing is suggested, nothing is written."""
    attributes = [
        *work.rows("attributes"),
        *work.package.by("attributes", "link_id").get(work.row["id"], []),
    ]
    terms = work.package.linked(
        "taxonomy_terms", "id", (row["taxonomy_term_id"] for row in attributes)
    )
    told = [work.row["name"], *(row["name"] for row in terms), work.row["description"]]
    guessed = type_words.guess("\n".join(told))
    if not guessed:
        return []
    work.put("types", ";".join(guessed), work.row, "name")
    return [
        problem(
            "services.types.guessed",
            work.row.spot("name"),
            key=work.draft.key,
            found=";".join(guessed),
        )
    ]
