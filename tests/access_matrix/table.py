"""The table of test_matrix.py: request line -> persona -> status.

200 shown, 302 sent elsewhere (a stranger: to sign-in), 403 inside the scope but not allowed,
404 outside the scope, 405 no such act.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import uuid4

from suluh.access.operations.factors import add_passkey
from suluh.access.queries.factors import factors_of
from suluh.directory.models import Intake, ReaderReport, Service
from suluh.directory.operations.intakes import report_of
from tests.access.passkeys import credential_of
from tests.access_matrix import grants, joining, two_people, visits
from tests.cast import PERSONAS, Cast


def row(*statuses: int) -> dict[str, int]:
    """In the order of the cast: ilya, sari, omar, vera, noor, dewi, stranger."""
    return dict(zip(PERSONAS, statuses, strict=True))


def _service(cast: Cast) -> dict[str, Any]:
    name = {"en": "Quay Street Clinic"}
    return {"pk": Service.objects.create(agency=cast.port_tamsin, hsds_id=uuid4(), name=name).pk}


def _intake(cast: Cast) -> dict[str, Any]:
    """A file that could not be opened, with its report."""
    intake = Intake.objects.create(
        agency=cast.port_tamsin,
        brought_by=cast.ilya,
        file_name="services.csv",
        state=Intake.REFUSED,
        findings={"shown": [], "problem_counts": {}},
    )
    report_of(intake).parent.mkdir(parents=True, exist_ok=True)
    report_of(intake).write_bytes(b"marked")
    return {"pk": intake.pk}


def _language(cast: Cast) -> dict[str, Any]:
    """One that every agency of the cast has: languages are codes, and nobody's row is loaded."""
    return {"code": "id"}


def _report(cast: Cast) -> dict[str, Any]:
    report = ReaderReport.objects.create(
        agency=cast.port_tamsin,
        service_id=_service(cast)["pk"],
        reason="closed",
        day=date(2026, 11, 20),
        count=1,
    )
    return {"pk": report.pk}


def _passkey(cast: Cast) -> dict[str, Any]:
    omar = cast.actor(cast.omar)
    add_passkey(omar, name="Desk", credential=credential_of("desk"))
    return {"pk": factors_of(cast.omar.pk).passkeys[0].pk}


# URL name -> what its address captures, made from objects of Port Tamsin Desk.
OBJECTS: dict[str, Callable[[Cast], dict[str, Any]]] = {
    "passkey_remove": _passkey,
    "directory:service": _service,
    "directory:service_edit": _service,
    "directory:check": _intake,
    "directory:check_import": _intake,
    "directory:check_report": _intake,
    "directory:report_handle": _report,
    "directory:language_show": _language,
    "directory:language_hide": _language,
    "directory:language_review": _language,
    **joining.OBJECTS,
    **grants.OBJECTS,
    **two_people.OBJECTS,
    **visits.OBJECTS,
}

EXPECTED: dict[str, dict[str, int]] = {
    # config                              ilya sari omar vera noor dewi stranger
    "GET home":                       row(200, 200, 200, 200, 200, 302, 302),
    "POST home":                      row(405, 405, 405, 405, 405, 302, 302),
    "GET gallery":                    row(200, 200, 200, 200, 200, 302, 302),
    "GET language":                   row(302, 302, 302, 302, 302, 302, 302),
    "POST language":                  row(302, 302, 302, 302, 302, 302, 302),
    # access
    "GET account_login":              row(302, 302, 302, 302, 302, 200, 200),
    "POST account_login":             row(302, 302, 302, 302, 302, 200, 200),
    "GET account_logout":             row(200, 200, 200, 200, 200, 302, 302),
    "POST account_logout":            row(302, 302, 302, 302, 302, 302, 302),
    "GET account_inactive":           row(200, 200, 200, 200, 200, 200, 200),
    "GET account":                    row(200, 200, 200, 200, 200, 302, 302),
    "POST account":                   row(405, 405, 405, 405, 405, 302, 302),
    # Only after a password was right: without that it leads to sign-in, or home.
    "GET mfa_authenticate":           row(302, 302, 302, 302, 302, 302, 302),
    "POST mfa_authenticate":          row(302, 302, 302, 302, 302, 302, 302),
    "GET mfa_login_webauthn":         row(302, 302, 302, 302, 302, 302, 302),
    "POST mfa_login_webauthn":        row(302, 302, 302, 302, 302, 302, 302),
    "GET account_reauthenticate":     row(200, 200, 200, 200, 200, 302, 302),
    "POST account_reauthenticate":    row(200, 200, 200, 200, 200, 302, 302),
    "GET second_factor":              row(200, 200, 302, 302, 200, 302, 302),
    "POST second_factor":             row(405, 405, 405, 405, 405, 302, 302),
    "GET app_add":                    row(200, 200, 200, 200, 200, 302, 302),
    "POST app_add":                   row(200, 200, 200, 200, 200, 302, 302),
    # Omar and Vera have the app and must keep one; the others have none.
    "GET app_remove":                 row(404, 404, 403, 403, 404, 302, 302),
    "POST app_remove":                row(404, 404, 403, 403, 404, 302, 302),
    "GET passkey_add":                row(200, 200, 200, 200, 200, 302, 302),
    "POST passkey_add":               row(200, 200, 200, 200, 200, 302, 302),
    # A passkey of Omar's: everybody sees only their own.
    "GET passkey_remove":             row(404, 404, 200, 404, 404, 302, 302),
    "POST passkey_remove":            row(404, 404, 302, 404, 404, 302, 302),
    "GET recovery_codes":             row(200, 200, 200, 200, 200, 302, 302),
    "POST recovery_codes":            row(403, 403, 200, 200, 403, 302, 302),
    "GET account_change_password":    row(200, 200, 200, 200, 200, 302, 302),
    "POST account_change_password":   row(200, 200, 200, 200, 200, 302, 302),
    "GET log":                        row(403, 403, 403, 200, 403, 302, 302),
    "POST log":                       row(405, 405, 405, 405, 405, 302, 302),
    "GET log_head":                   row(403, 403, 403, 200, 403, 302, 302),
    # Nothing is sent along, so there is no number that could be kept or compared.
    "POST log_head":                  row(403, 403, 403, 400, 403, 302, 302),
    "GET log_compare":                row(403, 403, 403, 200, 403, 302, 302),
    "POST log_compare":               row(403, 403, 403, 400, 403, 302, 302),
    **{line: row(*statuses) for line, statuses in joining.ROWS.items()},
    **{line: row(*statuses) for line, statuses in grants.ROWS.items()},
    # Only who may hand in, and nobody of the cast may.
    "GET directory:offer":            row(403, 403, 403, 403, 403, 302, 302),
    "POST directory:offer":           row(403, 403, 403, 403, 403, 302, 302),
    **{line: row(*statuses) for line, statuses in two_people.ROWS.items()},
    **{line: row(*statuses) for line, statuses in visits.ROWS.items()},
    # directory
    "GET directory:services":         row(200, 200, 403, 403, 200, 302, 302),
    "POST directory:services":        row(200, 200, 403, 403, 200, 302, 302),
    "GET directory:export":           row(200, 403, 403, 403, 200, 302, 302),
    "GET directory:service":          row(200, 200, 403, 403, 404, 302, 302),
    "POST directory:service":         row(405, 405, 405, 405, 405, 302, 302),
    "GET directory:service_edit":     row(200, 403, 403, 403, 404, 302, 302),
    "POST directory:service_edit":    row(200, 403, 403, 403, 404, 302, 302),
    "GET directory:checks":           row(200, 403, 403, 403, 200, 302, 302),
    "POST directory:checks":          row(200, 403, 403, 403, 200, 302, 302),
    "GET directory:template":         row(200, 403, 403, 403, 200, 302, 302),
    # Nothing waits in quarantine, so whoever may look finds no file.
    "GET directory:quarantine":       row(404, 403, 403, 403, 404, 302, 302),
    "GET directory:check":            row(200, 403, 403, 403, 404, 302, 302),
    "GET directory:check_import":     row(405, 405, 405, 405, 405, 302, 302),
    "POST directory:check_import":    row(302, 403, 403, 403, 404, 302, 302),
    "GET directory:check_report":     row(200, 403, 403, 403, 404, 302, 302),
    "GET directory:editions":         row(200, 403, 403, 403, 200, 302, 302),
    "POST directory:editions":        row(302, 403, 403, 403, 302, 302, 302),
    "GET directory:reports":          row(200, 403, 403, 403, 200, 302, 302),
    "POST directory:reports":         row(405, 405, 405, 405, 405, 302, 302),
    "GET directory:report_handle":    row(405, 405, 405, 405, 405, 302, 302),
    "POST directory:report_handle":   row(302, 403, 403, 403, 404, 302, 302),
    "GET directory:languages":        row(200, 403, 403, 403, 200, 302, 302),
    "POST directory:languages":       row(405, 405, 405, 405, 405, 302, 302),
    "GET directory:language_show":    row(405, 405, 405, 405, 405, 302, 302),
    "POST directory:language_show":   row(302, 403, 403, 403, 302, 302, 302),
    "GET directory:language_hide":    row(405, 405, 405, 405, 405, 302, 302),
    "POST directory:language_hide":   row(302, 403, 403, 403, 302, 302, 302),
    "GET directory:language_review":  row(405, 405, 405, 405, 405, 302, 302),
    "POST directory:language_review": row(302, 403, 403, 403, 302, 302, 302),
}  # fmt: skip
