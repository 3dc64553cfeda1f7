"""Services, how to reach them, and the doors where strangers may come."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from suluh.access.models import AgencyRow
from suluh.directory.domain.fields import CONTACT_FIELDS, PLACE_FIELDS, SERVICE_FIELDS
from suluh.directory.models.columns import code, codes, sensitivity_of, texts, words
from suluh.directory.models.organizations import Organization
from suluh.foundation.rows import Row
from suluh.kernel.languages import pick
from suluh.kernel.sensitivity import Sensitivity


class Service(AgencyRow):
    """One service at one way of access. Columns are those of domain/fields.py, in its order.

    An empty value means "not known", never "no". `source` and `source_key` remember under which
    name and identifier the row came in; `hsds_id` is the identifier towards the outside world.
    """

    hsds_id = models.UUIDField()
    source = models.CharField(max_length=200, blank=True, default="")
    source_key = models.CharField(max_length=200, blank=True, default="")
    organization = models.ForeignKey(
        Organization, null=True, blank=True, on_delete=models.PROTECT, related_name="services"
    )
    # identity
    name = texts()
    types = codes()
    trafficking_specific = code()
    what_you_get = texts()
    status = code()
    funded_until = models.DateField(null=True, blank=True)
    # who can use it
    serves = codes()
    minimum_age = models.PositiveSmallIntegerField(null=True, blank=True)
    maximum_age = models.PositiveSmallIntegerField(null=True, blank=True)
    unaccompanied_children = code()
    guardian_consent = code()
    comes_with = codes()
    boys_up_to_age = models.PositiveSmallIntegerField(null=True, blank=True)
    identification_needed = code()
    still_in_situation = code()
    who_can_refer = codes()
    referral_letter = code()
    cooperation_condition = code()
    exploitation_forms = codes()
    nationality_status = codes()
    residence_required = codes()
    accepts_groups = codes()
    excludes_groups = codes()
    waiting_time = code()
    capacity_note = texts()
    # how to get it
    steps = texts()
    first_words = texts()
    what_to_expect = texts()
    documents = codes()
    come_without_documents = code()
    cost = code()
    cost_note = texts()
    transport_help = code()
    languages_staff = codes()
    languages_interpreted = codes()
    accessibility = codes()
    remote_ways = codes()
    areas = codes()
    hours = words()
    hours_note = texts()
    timezone = words()
    # what it asks, who is told
    tells_police = code()
    tells_immigration = code()
    mandatory_reporting = codes()
    phone_kept = code()
    going_out_limited = code()
    stopping_limited = code()
    anonymous_contact = code()
    your_choice = texts()
    records_kept = texts()
    complaint_route = texts()
    child_protection_rule = texts()
    known_risks = words()
    location_disclosure = code()
    # evidence
    verified_on = models.DateField(null=True, blank=True)
    verified_how = code()
    source_of_record = words()
    collected_by = words()
    collected_on = models.DateField(null=True, blank=True)
    provider_contact = words()
    consent_by = words()
    consent_on = models.DateField(null=True, blank=True)
    consent_expires = models.DateField(null=True, blank=True)
    vetted_by = words()
    vetted_on = models.DateField(null=True, blank=True)
    vetted_result = code()
    public_note = texts()
    public_note_expires = models.DateField(null=True, blank=True)
    internal_note = words()

    sensitivity: ClassVar[dict[str, Sensitivity]] = {
        **sensitivity_of(SERVICE_FIELDS),
        "hsds_id": Sensitivity.PUBLIC,
        "organization": Sensitivity.PUBLIC,
        "source": Sensitivity.PRACTITIONER,
        "source_key": Sensitivity.PRACTITIONER,
    }

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["agency", "hsds_id"], name="service_once_per_agency"),
        ]

    def __str__(self) -> str:
        return pick(self.name, "en")

    @property
    def as_read(self) -> str:
        """Its form shows the organization, too, which other services share."""
        own = super().as_read
        return f"{own} {self.organization.as_read}" if self.organization else own


class Contact(Row):
    """One way to reach a service. `value` is a number in E.164, an address, or a name."""

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="contacts")
    position = models.PositiveSmallIntegerField()
    channel = code()
    value = words()
    extension = models.CharField(max_length=20, blank=True, default="")
    free_to_call = code()
    works_from_abroad = code()
    safe_to_leave_message = code()
    appears_on_bill = code()
    answers_as = words()

    sensitivity: ClassVar[dict[str, Sensitivity]] = {
        **sensitivity_of(CONTACT_FIELDS),
        "service": Sensitivity.PUBLIC,
        "position": Sensitivity.PUBLIC,
    }

    class Meta:
        ordering = ("position",)

    def __str__(self) -> str:
        return f"{self.channel} {self.value}".strip()


class Location(Row):
    """A door where strangers may come; otherwise only the town, never more.

    The database itself refuses a street, post code, landmark or coordinates on a row that is not
    open to strangers.
    """

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="locations")
    position = models.PositiveSmallIntegerField()
    open_to_strangers = models.BooleanField(default=False)
    place_name = words()
    street = words()
    locality = words()
    region = words()
    postcode = models.CharField(max_length=40, blank=True, default="")
    country = models.CharField(max_length=2, blank=True, default="")
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    landmark = words()

    sensitivity: ClassVar[dict[str, Sensitivity]] = {
        **sensitivity_of(PLACE_FIELDS),
        "service": Sensitivity.PUBLIC,
        "position": Sensitivity.PUBLIC,
        "open_to_strangers": Sensitivity.PUBLIC,
    }

    class Meta:
        ordering = ("position",)
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(open_to_strangers=True)
                | models.Q(
                    place_name="", street="", postcode="", landmark="",
                    latitude=None, longitude=None,
                ),
                name="no_address_behind_a_closed_door",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return str(self.street or self.locality)
