"""Personal and restricted data leaves as a file that only its passphrase opens, and not for long.

The passphrase is in the answer of one page, and nowhere else: not in the database, the session, a
message or a log. The file is in SULUH_HOME/files/exports until its time is over.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from suluh.access import policy
from suluh.access.actor import Actor
from suluh.access.models import Account, SealedExport
from suluh.access.operations.audit import record
from suluh.access.two_people import joint_kinds
from suluh.foundation.age_files import new_passphrase, seal
from suluh.foundation.home import suluh_home
from suluh.foundation.refusal import Refusal
from suluh.foundation.row_security import rows_of_every_agency

KEPT = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Sealed:
    """An export and its passphrase, which has no place in the output of `repr`."""

    export: SealedExport
    passphrase: str = field(repr=False)


@contextmanager
def sealed_export(actor: Actor, *, act: str, form: str, content: bytes) -> Iterator[Sealed]:
    """Encrypt `content` into a new file. Around the transaction that stores the export and its act:

    with sealed_export(actor, act=..., form="xlsx", content=content) as sealed:
        with transaction.atomic():
            sealed.export.save()
            record(actor, ..., subject=sealed.export)

    Whatever goes wrong inside, nothing of the file is left. Raises Refusal for a full disk.
    """
    delete_expired()
    passphrase = new_passphrase()
    encrypted = seal(content, passphrase)
    export = SealedExport(
        agency_id=actor.agency,
        act=act,
        maker_id=_maker(actor),
        form=form,
        size=len(encrypted),
        expires_at=_now() + KEPT,
    )
    try:
        _write(file_of(export.pk), encrypted)
        yield Sealed(export, passphrase)
    except BaseException:
        _remove(export.pk)
        raise


def _maker(actor: Actor) -> UUID:
    """Raises Refused at the command line, where nobody could fetch the file."""
    if actor.account_id is None:
        raise policy.Refused(_("Sign in with your own account. This needs to be somebody’s act."))
    return actor.account_id


def fetch(actor: Actor, *, export: SealedExport) -> bytes:
    """The encrypted file, and one time less to fetch it. Raises Refused when none is left."""
    if kind := joint_kinds().get(export.act):
        policy.require(actor, kind.ask)
    try:
        content = file_of(export.pk).read_bytes()
    except FileNotFoundError:
        raise policy.Refused(_("The file is gone. Make a new one if you still need it.")) from None
    with transaction.atomic():
        mine = SealedExport.objects.visible_to(actor).filter(pk=export.pk)
        left = mine.filter(fetched__lt=SealedExport.MOST, expires_at__gt=_now())
        if not left.update(fetched=F("fetched") + 1):
            raise policy.Refused(
                _("This file was fetched %(most)d times, or its time is over. Make a new one.")
                % {"most": SealedExport.MOST}
            )
        record(actor, "export.fetched", subject=export, fetched=mine.get().fetched)
    return content


def delete_export(actor: Actor, *, export: SealedExport) -> None:
    """Whoever made it needs it no longer.

    The file goes last: it must not be gone while the log is silent about it. After a stop in
    between no row tells of it, nobody can fetch it, and it goes by its age.
    """
    with transaction.atomic():
        gone, _tables = SealedExport.objects.visible_to(actor).filter(pk=export.pk).delete()
        if gone:
            record(actor, "export.deleted", subject=export)
    _remove(export.pk)


def delete_exports_of(account: Account) -> None:
    """All that one account made; for when it is closed.

    No act of its own: call it after the transaction that records `account.closed`, of which this
    is a part. Whatever a stop in between leaves, a closed account cannot fetch, and it ends by its
    time.
    """
    for row in SealedExport.objects.unscoped(reason="others close the account").filter(
        maker=account
    ):
        key = row.pk
        row.delete()
        _remove(key)


@rows_of_every_agency(reason="the end of a file does not depend on whose it is")
def delete_expired() -> int:
    """Delete what is over, whosever it is, and files that no row knows any more. Gives how many."""
    over = SealedExport.objects.unscoped(reason="the end of a file does not depend on whose it is")
    gone = 0
    for row in over.filter(expires_at__lte=_now()):
        _remove(row.pk)
        row.delete()
        gone += 1
    return gone + _delete_old_files()


def _delete_old_files() -> int:
    """By the time of the file itself: after a restore or a crash no row may tell of it."""
    before, gone = (_now() - KEPT).timestamp(), 0
    for path in folder().glob("*.age"):
        if path.stat().st_mtime < before:
            path.unlink(missing_ok=True)
            gone += 1
    return gone


def folder() -> Path:
    return suluh_home().files / "exports"


def file_of(key: UUID) -> Path:
    return folder() / f"{key}.age"


def _write(path: Path, content: bytes) -> None:
    """Closed to other accounts of the machine from its first byte on. Raises Refusal."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        with open(path, "xb", opener=_closed_to_others) as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
    except OSError as full:
        raise Refusal(
            _("The file could not be written. Make room on the disk, then try again.")
        ) from full


def _closed_to_others(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _remove(key: UUID) -> None:
    file_of(key).unlink(missing_ok=True)


def _now() -> datetime:
    return datetime.now(UTC)
