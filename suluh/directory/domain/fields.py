"""Every field of a service, described once: what it holds, who may see it, where it is asked.

The workbook, the check, the import, the edit form, the edition and the data dictionary are all
made from this table. Labels and help in each language stand in data/columns.toml; vocabularies in
data/vocabularies. The selection follows the published description of the NEXUS/RSO directory tool
(the columns are ours, not theirs); the nearest HSDS 3.1 property is named for each.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from suluh.kernel.sensitivity import Sensitivity

PUBLIC = Sensitivity.PUBLIC
PRACTITIONER = Sensitivity.PRACTITIONER
RESTRICTED = Sensitivity.RESTRICTED


class Kind(StrEnum):
    """What a field holds, and so how its value looks in Python (always JSON-native)."""

    TEXT = "text"  # str, one language or none
    TEXTS = "texts"  # dict: language code -> str
    CODE = "code"  # str: one code of the vocabulary
    CODES = "codes"  # list[str]: codes of the vocabulary, in the vocabulary's order
    NUMBER = "number"  # int (ages in whole years)
    DECIMAL = "decimal"  # float (degrees)
    DATE = "date"  # str: ISO 8601, YYYY-MM-DD
    HOURS = "hours"  # str: the canonical form of domain/hours.py, or the words as found
    LANGUAGES = "languages"  # list[str]: BCP 47 codes
    AREAS = "areas"  # list[str]: codes of the vocabulary `areas`, or names as found
    COUNTRY = "country"  # str: ISO 3166 alpha-2
    PHONE = "phone"  # str: E.164, or a short number as dialled
    EMAIL = "email"  # str
    URL = "url"  # str with scheme


class Sheet(StrEnum):
    """The sheets of the long form. The short form has all its fields on `services`."""

    SERVICES = "services"
    ORGANIZATIONS = "organizations"
    CONTACTS = "contacts"
    PLACES = "places"
    VERIFICATION = "verification"


@dataclass(frozen=True, slots=True)
class Field:
    """One field. `limit` counts characters; `hsds` names the nearest HSDS 3.1 property."""

    key: str
    kind: Kind
    vocabulary: str = ""
    required: bool = False
    short: bool = False
    sheet: Sheet = Sheet.SERVICES
    visibility: Sensitivity = PUBLIC
    limit: int = 500
    hsds: str = ""


def _code(key: str, vocabulary: str = "", **more: object) -> Field:
    return Field(key, Kind.CODE, vocabulary or key, **more)  # type: ignore[arg-type]


def _codes(key: str, vocabulary: str = "", **more: object) -> Field:
    return Field(key, Kind.CODES, vocabulary or key, **more)  # type: ignore[arg-type]


IDENTITY = (
    Field("service_id", Kind.TEXT, short=True, limit=100, hsds="service.id"),
    _code("action", short=True),  # the only way to close a service: never a missing row
    Field("name", Kind.TEXTS, required=True, short=True, limit=120, hsds="service.name"),
    Field("organization", Kind.TEXTS, short=True, limit=200, hsds="organization.name"),
    Field("organization_id", Kind.TEXT, limit=100, hsds="organization.id"),
    _codes("types", "service_types", required=True, short=True, hsds="attribute"),
    _code("trafficking_specific", "yes_no", hsds="attribute"),
    Field("what_you_get", Kind.TEXTS, short=True, limit=1000, hsds="service.description"),
    _code("status", "service_status", hsds="service.status"),
    Field("funded_until", Kind.DATE, visibility=PRACTITIONER),
)

WHO = (
    _codes("serves", required=True, short=True, hsds="service.eligibility_description"),
    Field("minimum_age", Kind.NUMBER, short=True, hsds="service.minimum_age"),
    Field("maximum_age", Kind.NUMBER, short=True, hsds="service.maximum_age"),
    _code("unaccompanied_children", "yes_no_ask"),
    _code("guardian_consent"),
    _codes("comes_with"),
    Field("boys_up_to_age", Kind.NUMBER),
    _code("identification_needed", short=True),
    _code("still_in_situation", "yes_no_ask", short=True),
    _codes("who_can_refer"),
    _code("referral_letter"),
    _code("cooperation_condition", short=True),
    _codes("exploitation_forms"),
    _codes("nationality_status", short=True),
    Field("residence_required", Kind.AREAS, "areas"),
    _codes("accepts_groups", "other_groups"),
    _codes("excludes_groups", "other_groups"),
    _code("waiting_time", hsds="service.wait_time"),
    Field("capacity_note", Kind.TEXTS, limit=300),
)

HOW = (
    # One step to a line, each beginning with a verb.
    Field("steps", Kind.TEXTS, short=True, limit=1500, hsds="service.application_process"),
    Field("first_words", Kind.TEXTS, limit=300),
    Field("what_to_expect", Kind.TEXTS, limit=1500),
    _codes("documents", hsds="required_document.document"),
    _code("come_without_documents", "yes_no_ask"),
    _code("cost", short=True, hsds="cost_option.option"),
    Field("cost_note", Kind.TEXTS, limit=300, hsds="service.fees_description"),
    _code("transport_help"),
    Field("languages_staff", Kind.LANGUAGES, short=True, hsds="language.code"),
    Field("languages_interpreted", Kind.LANGUAGES, hsds="service.interpretation_services"),
    _codes("accessibility", hsds="accessibility.description"),
    _codes("remote_ways"),
    Field("areas", Kind.AREAS, "areas", required=True, short=True, hsds="service_area.name"),
    Field("hours", Kind.HOURS, short=True, limit=300, hsds="schedule"),
    Field("hours_note", Kind.TEXTS, limit=300, hsds="schedule.description"),
    Field("timezone", Kind.TEXT, limit=60, hsds="schedule.timezone"),
)

# The honest labels, in the fixed order in which a reader meets them.
TRUST = (
    _code("tells_police", "sharing", short=True),
    _code("tells_immigration", "sharing", short=True),
    _codes("mandatory_reporting"),
    _code("phone_kept", "condition"),
    _code("going_out_limited", "condition"),
    _code("stopping_limited", "condition"),
    _code("anonymous_contact"),
    Field("your_choice", Kind.TEXTS, limit=500),
    Field("records_kept", Kind.TEXTS, limit=500),
    Field("complaint_route", Kind.TEXTS, limit=500),
    Field("child_protection_rule", Kind.TEXTS, limit=500),
    Field("known_risks", Kind.TEXT, visibility=RESTRICTED, limit=1000),
)

PLACE = (
    _code("location_disclosure", short=True),
    # The door where strangers may come. A safe house has no such door, and no field here.
    Field("place_name", Kind.TEXT, sheet=Sheet.PLACES, limit=200, hsds="location.name"),
    Field("street", Kind.TEXT, short=True, sheet=Sheet.PLACES, limit=200, hsds="address.address_1"),
    Field("locality", Kind.TEXT, short=True, sheet=Sheet.PLACES, limit=100, hsds="address.city"),
    Field("region", Kind.TEXT, sheet=Sheet.PLACES, limit=100, hsds="address.state_province"),
    Field("postcode", Kind.TEXT, sheet=Sheet.PLACES, limit=20, hsds="address.postal_code"),
    Field("country", Kind.COUNTRY, sheet=Sheet.PLACES, limit=2, hsds="address.country"),
    Field("latitude", Kind.DECIMAL, sheet=Sheet.PLACES, hsds="location.latitude"),
    Field("longitude", Kind.DECIMAL, sheet=Sheet.PLACES, hsds="location.longitude"),
    Field("landmark", Kind.TEXT, sheet=Sheet.PLACES, limit=200, hsds="location.transportation"),
)

CONTACTS = (
    _code("channel", "channels", required=True, sheet=Sheet.CONTACTS, hsds="phone.type"),
    Field("value", Kind.TEXT, required=True, sheet=Sheet.CONTACTS, limit=200, hsds="phone.number"),
    Field("extension", Kind.TEXT, sheet=Sheet.CONTACTS, limit=20, hsds="phone.extension"),
    _code("free_to_call", "yes_no", sheet=Sheet.CONTACTS),
    _code("works_from_abroad", "yes_no", sheet=Sheet.CONTACTS),
    _code("safe_to_leave_message", "yes_no", sheet=Sheet.CONTACTS),
    _code("appears_on_bill", "yes_no", sheet=Sheet.CONTACTS),
    Field("answers_as", Kind.TEXT, sheet=Sheet.CONTACTS, limit=100),
)

# On the short form each way of contact is a column; several values are separated by `;`.
CONTACT_COLUMNS = (
    Field("phone", Kind.PHONE, short=True, limit=200, hsds="phone.number"),
    Field("whatsapp", Kind.PHONE, short=True, limit=200),
    Field("email", Kind.EMAIL, short=True, limit=200, hsds="service.email"),
    Field("website", Kind.URL, short=True, limit=300, hsds="service.url"),
)

EVIDENCE = (
    Field(
        "verified_on",
        Kind.DATE,
        required=True,
        short=True,
        sheet=Sheet.VERIFICATION,
        hsds="service.assured_date",
    ),
    _code("verified_how", short=True, sheet=Sheet.VERIFICATION),
    Field("source_of_record", Kind.TEXT, sheet=Sheet.VERIFICATION, visibility=RESTRICTED),
    Field("collected_by", Kind.TEXT, sheet=Sheet.VERIFICATION, visibility=RESTRICTED),
    Field("collected_on", Kind.DATE, sheet=Sheet.VERIFICATION, visibility=RESTRICTED),
    Field("provider_contact", Kind.TEXT, sheet=Sheet.VERIFICATION, visibility=RESTRICTED),
    Field("consent_by", Kind.TEXT, sheet=Sheet.VERIFICATION, visibility=RESTRICTED),
    Field("consent_on", Kind.DATE, sheet=Sheet.VERIFICATION, visibility=RESTRICTED),
    Field("consent_expires", Kind.DATE, sheet=Sheet.VERIFICATION, visibility=RESTRICTED),
    Field("vetted_by", Kind.TEXT, sheet=Sheet.VERIFICATION, visibility=RESTRICTED),
    Field("vetted_on", Kind.DATE, sheet=Sheet.VERIFICATION, visibility=RESTRICTED),
    _code("vetted_result", sheet=Sheet.VERIFICATION, visibility=RESTRICTED),
    Field("public_note", Kind.TEXTS, limit=300, hsds="service.alert"),
    Field("public_note_expires", Kind.DATE),
    Field("internal_note", Kind.TEXT, short=True, visibility=RESTRICTED, limit=1000),
)

ORGANIZATION = (
    Field(
        "organization_type",
        Kind.CODE,
        "organization_types",
        sheet=Sheet.ORGANIZATIONS,
        hsds="attribute",
    ),
    Field(
        "organization_description",
        Kind.TEXTS,
        sheet=Sheet.ORGANIZATIONS,
        limit=2000,
        hsds="organization.description",
    ),
    Field(
        "organization_website",
        Kind.URL,
        sheet=Sheet.ORGANIZATIONS,
        limit=300,
        hsds="organization.website",
    ),
)

# What a service itself carries: one column each on the model, one key each in a record.
SERVICE_FIELDS: tuple[Field, ...] = tuple(
    field
    for field in (*IDENTITY, *WHO, *HOW, *TRUST, PLACE[0], *EVIDENCE)
    if field.key not in {"service_id", "action", "organization", "organization_id"}
)
PLACE_FIELDS: tuple[Field, ...] = PLACE[1:]
CONTACT_FIELDS: tuple[Field, ...] = CONTACTS
ORGANIZATION_FIELDS: tuple[Field, ...] = ORGANIZATION

ALL_FIELDS: tuple[Field, ...] = (
    *IDENTITY,
    *WHO,
    *CONTACT_COLUMNS,
    *HOW,
    *PLACE,
    *TRUST,
    *EVIDENCE,
    *CONTACTS,
    *ORGANIZATION,
)
BY_KEY: dict[str, Field] = {field.key: field for field in ALL_FIELDS}

# The six things without which a service cannot be shown. "A way to make contact" is any contact
# or a public address, so it is checked apart, under the key of the column that is most often used.
REQUIRED_KEYS: tuple[str, ...] = ("name", "types", "areas", "phone", "serves", "verified_on")

# Fields that would lead someone to a door: empty unless strangers may come to it.
ADDRESS_KEYS: tuple[str, ...] = (
    "street",
    "postcode",
    "latitude",
    "longitude",
    "landmark",
    "place_name",
)


def short_form() -> list[Field]:
    """The columns of the short form, in the order in which a team meets them."""
    return [field for field in ALL_FIELDS if field.short]
