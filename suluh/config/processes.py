"""The three processes of an installation: public door, workspace, job worker."""

from __future__ import annotations

import argparse
import signal
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from importlib import import_module
from types import FrameType

import waitress
from django.core.handlers.wsgi import WSGIHandler
from django.core.management import call_command
from django.core.wsgi import get_wsgi_application
from django.db import connections
from django.utils.module_loading import import_string

from suluh.config.backup.pending import require_none_pending
from suluh.config.confined_door import confine_door
from suluh.config.told import forget_the_rest
from suluh.foundation.environment import HTTPS, TRUSTED_PROXIES, UPLOAD_LIMIT
from suluh.foundation.gate import FILES, FORM, gate
from suluh.foundation.home import suluh_home

BETWEEN_COLLECTIONS = 300  # seconds until readers' reports are looked for again
BETWEEN_FORGETTING = 60  # seconds until the door looks again for keys that are too old
# By name: each process starts from this module, and must not load what is another's.
FORGET_OLD_KEYS = "suluh.door.asked.forget_old_keys"
WATCH_THE_LOG = "suluh.config.log_watch.watching"
COLLECT_REPORTS = "suluh.directory.operations.reports.collect_reports"
DELETE_EXPORTS = "suluh.access.operations.exports.delete_expired"
FORGET_INVITATIONS = "suluh.access.operations.old_invitations.forget_old_invitations"
FORGET_JOBS = "suluh.config.job_table.forget_done_jobs"
GIVE_UP_UPLOADS = "suluh.directory.operations.intakes.give_up_abandoned"
# What the worker does beside its jobs -> what it says when that did not go well.
BESIDE = {
    COLLECT_REPORTS: "Reports were not collected",
    DELETE_EXPORTS: "Old encrypted files were not deleted",
    FORGET_INVITATIONS: "Old invitations were not thrown away",
    FORGET_JOBS: "Jobs that were done are still in the table",
    GIVE_UP_UPLOADS: "Old uploads were not thrown away",
}


def door(args: argparse.Namespace) -> int:
    """Serve the public door: one read-only file, no database, no session.

    Everything it needs is loaded, then it gives up the rest, and only then threads begin.
    """
    require_none_pending(suluh_home())
    forget_the_rest()
    application = get_wsgi_application()
    confine_door()
    _forget_what_was_asked()
    # A few words, never a file.
    return _serve(args, application, most_bytes=64 * 1024, forms=(FORM,))


def workspace(args: argparse.Namespace) -> int:
    """Serve the pages for people who sign in."""
    require_none_pending(suluh_home())
    most = (UPLOAD_LIMIT.number() + 1) * 1024 * 1024
    with import_string(WATCH_THE_LOG)():
        return _serve(args, get_wsgi_application(), most_bytes=most, forms=(FORM, FILES))


def worker(args: argparse.Namespace) -> int:
    """Run jobs from the job table until told to stop, and beside them what is due regularly."""
    require_none_pending(suluh_home())
    _stop_with_parent(args)
    stopping = threading.Event()
    beside = [
        threading.Thread(
            target=collect_until, args=(stopping, import_string(each), otherwise), daemon=True
        )
        for each, otherwise in BESIDE.items()
    ]
    for thread in beside:
        thread.start()
    try:
        call_command("db_worker", interval=1, reload=False, verbosity=0)
    finally:
        stopping.set()
        for thread in beside:
            thread.join(timeout=5)  # to be cut off in a transaction would do no harm either
    return 0


def collect_until(
    stopping: threading.Event,
    collect: Callable[[], object],
    otherwise: str = BESIDE[COLLECT_REPORTS],
) -> None:
    """Call `collect` now and every few minutes. A failure is said and tried again."""
    while not stopping.is_set():
        try:
            collect()
        except Exception as error:
            # Its kind alone: the text could name a service that a reader was afraid of.
            print(f"{otherwise} ({type(error).__name__}).", file=sys.stderr)
        finally:
            connections.close_all()  # those of this thread; a server may drop idle ones
        stopping.wait(BETWEEN_COLLECTIONS)


def _serve(
    args: argparse.Namespace, application: WSGIHandler, *, most_bytes: int, forms: tuple[str, ...]
) -> int:
    _stop_with_parent(args)
    signal.signal(signal.SIGTERM, _leave)
    waitress.serve(
        gate(application, forms=forms),
        # This machine only. Other machines come in through a web server that speaks HTTPS.
        listen=f"localhost:{args.port}",
        url_scheme="https" if HTTPS.read() == "yes" else "http",
        max_request_body_size=most_bytes,
        max_request_header_size=16 * 1024,
        # Only where our own web servers wrote them (suluh.access.signing_in.client_address).
        clear_untrusted_proxy_headers=TRUSTED_PROXIES.number() == 0,
        ident=None,
        outbuf_overflow=16 * 1024 * 1024,  # of an answer: a confined door can make no file for it
        _quiet=True,
    )
    return 0


def _forget_what_was_asked() -> None:
    """Let no key of sealed addresses outlive its time, and no memory be written to a disk."""
    with suppress(ImportError):
        resource = import_module("resource")
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    forget = import_string(FORGET_OLD_KEYS)

    def every_minute() -> None:
        while True:
            time.sleep(BETWEEN_FORGETTING)
            forget()

    threading.Thread(target=every_minute, daemon=True).start()


def _leave(_signal: int, _frame: FrameType | None) -> None:
    sys.exit(0)


def _stop_with_parent(args: argparse.Namespace) -> None:
    """Stop when the supervisor is gone, however it went: it holds the other end of our input."""
    if args.supervised:
        threading.Thread(target=_wait_for_parent, daemon=True).start()


def _wait_for_parent() -> None:
    sys.stdin.read()
    signal.raise_signal(signal.SIGTERM)
