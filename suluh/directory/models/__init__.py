"""The directory's tables. Every root carries its agency; children are reached through it."""

from suluh.directory.models.editions import Edition
from suluh.directory.models.intakes import Intake, QuarantinedRow
from suluh.directory.models.languages import PublishedLanguage
from suluh.directory.models.organizations import Organization
from suluh.directory.models.reports import ReaderReport
from suluh.directory.models.services import Contact, Location, Service

__all__ = [
    "Contact", "Edition", "Intake", "Location", "Organization", "PublishedLanguage",
    "QuarantinedRow", "ReaderReport", "Service",
]  # fmt: skip
