"""Making an edition: the public file, built from permitted columns only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from shutil import rmtree
from tempfile import TemporaryDirectory
from time import time
from typing import Any

from django.db import transaction

from suluh.access import policy
from suluh.access.actor import Actor
from suluh.access.models import Agency
from suluh.access.operations.audit import record
from suluh.directory import editorial, queries
from suluh.directory.domain.languages import DirectoryLanguage, reviewers, shown_codes
from suluh.directory.domain.records import Record
from suluh.directory.edition import allow_list, urgent_numbers
from suluh.directory.edition.contents import EditionMeta, PublicService, public_codes
from suluh.directory.edition.writer import write_edition
from suluh.directory.models import Edition
from suluh.directory.vocabularies import shelf
from suluh.foundation.home import suluh_home
from suluh.foundation.secret_key import kept_secret

ABANDONED = 3600  # seconds; to write the largest edition takes one or two minutes


def create_draft_edition(actor: Actor, *, name: str) -> Edition:
    """Build the file from every service that is not closed, and remember that it was made.

    Until gates exist every edition is an unchecked draft. `name` is today's date when left out.
    Only languages that are shown are in it (domain/languages.py).
    Raises policy.Refused; the file in force stays when building or recording goes wrong.
    """
    policy.require(actor, "directory.edition")
    agency = Agency.objects.visible_to(actor).get()
    languages = queries.published_languages(actor)
    name = name or date.today().isoformat()
    shown = [each for each in queries.records(actor) if each.values["status"] != "closed"]
    codes = list(shown_codes(languages))
    with _staging() as folder:
        written = Path(folder) / suluh_home().edition.name
        write_edition(written, _meta(agency, name, languages), _public_services(shown))
        with transaction.atomic():
            edition: Edition
            edition, _ = Edition.objects.visible_to(actor).update_or_create(
                agency_id=actor.agency,
                name=name,
                defaults={"languages": codes, "services": len(shown)},
            )
            record(actor, "edition.made", subject=edition, services=len(shown), languages=codes)
        # Whoever is stopped here has recorded what nobody sees yet; making it again mends that.
        # The other way round readers would see what the log does not know.
        _put_in_force(written)
    return edition


def _staging() -> TemporaryDirectory[str]:
    """Beside the file in force, on the same disk: nothing is public before it is recorded."""
    published = suluh_home().published
    published.mkdir(parents=True, exist_ok=True)
    for left in published.glob(".edition-*"):  # of somebody who was stopped
        if time() - left.stat().st_mtime > ABANDONED:
            rmtree(left, ignore_errors=True)
    return TemporaryDirectory(prefix=".edition-", dir=published)


def _put_in_force(written: Path) -> None:
    """The edition, then the numbers beside it: they never name an edition not in force."""
    for name in (written.name, urgent_numbers.FILE_NAME):
        written.with_name(name).replace(suluh_home().published / name)


def _meta(agency: Agency, name: str, languages: Sequence[DirectoryLanguage]) -> EditionMeta:
    return EditionMeta(
        name=name,
        languages=shown_codes(languages),
        reviewed=reviewers(languages),
        made_at=datetime.now(UTC).isoformat(timespec="seconds"),
        draft=True,
        place=_place(),
        vocabularies=tuple(shelf()[each] for each in sorted(allow_list.VOCABULARIES | {"areas"})),
        timezone=agency.timezone,
        salt=kept_secret(suluh_home().keys / "address-salt"),
        parts=editorial.parts(),
        everyday=editorial.everyday(),
        holidays=editorial.holidays(),
    )


def _place() -> Mapping[str, str]:
    """The country or province that the directory is about: the one area that lies in no other."""
    outermost = [term for term in shelf()["areas"] if not term.extra.get("parent")]
    return outermost[0].labels if len(outermost) == 1 else {}


def _public_services(records: list[Record]) -> list[PublicService]:
    codes = public_codes(record.hsds_id for record in records)
    return [
        PublicService(
            code=codes[record.hsds_id],
            values=_only(record.values, allow_list.SERVICE_KEYS),
            organization=_only(record.organization, allow_list.ORGANIZATION_KEYS),
            contacts=tuple(_only(row, allow_list.CONTACT_KEYS) for row in record.contacts),
            places=tuple(_only(row, allow_list.PLACE_KEYS) for row in record.places),
        )
        for record in records
    ]


def _only(values: Mapping[str, Any], keys: frozenset[str]) -> dict[str, Any]:
    """Chosen by name from what is public: nothing is ever taken out of a fuller record."""
    return {key: values[key] for key in keys if key in values}
