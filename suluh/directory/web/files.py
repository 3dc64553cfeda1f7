"""Files an editor takes away: the empty workbook, all services, the marked copy, the quarantine."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from django.http import FileResponse, Http404

from suluh.access.guards import WorkspaceRequest, page
from suluh.access.models import Agency
from suluh.access.operations.audit import record_taking
from suluh.directory import queries
from suluh.directory.models import Intake
from suluh.directory.operations.intakes import report_of
from suluh.directory.operations.quarantine import to_mend
from suluh.directory.serial import draft_of, problem_of
from suluh.directory.vocabularies import shelf
from suluh.directory.workbook.export import write_export
from suluh.directory.workbook.quarantine import write_quarantine
from suluh.directory.workbook.template import write_template

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@page("directory.check")
def template(request: WorkspaceRequest) -> FileResponse:
    """An empty workbook in the agency's languages; `?form=long` for every field."""
    languages = _languages(request)
    long = request.GET.get("form") == "long"
    return _written(
        "services.xlsx", lambda path: write_template(path, languages=languages, long=long)
    )


@page("directory.edit")
def export(request: WorkspaceRequest) -> FileResponse:
    """Every service as a workbook in the long form."""
    languages, areas = _languages(request), shelf()["areas"]
    services = list(queries.records(request.actor))
    response = _written(
        "services.xlsx",
        lambda path: write_export(path, services=services, languages=languages, areas=areas),
    )
    record_taking(request.actor, "directory.taken", services=len(services))
    return response


@page("directory.check", loads=Intake)
def check_report(request: WorkspaceRequest, intake: Intake) -> FileResponse:
    """The file that was brought in, marked."""
    report = report_of(intake)
    if not report.is_file():
        raise Http404
    record_taking(request.actor, "workbook.report_taken", subject=intake)
    name = f"{Path(intake.file_name).stem}-checked.xlsx"
    return FileResponse(report.open("rb"), as_attachment=True, filename=name, content_type=XLSX)


@page("directory.import")
def quarantine(request: WorkspaceRequest) -> FileResponse:
    """All rows that wait, as a workbook to be mended and brought in again."""
    rows = list(queries.quarantined(request.actor))
    if not rows:
        raise Http404
    drafts, problems = [], []
    for row in rows:
        reasons = [problem_of(stored) for stored in row.problems]
        some, why = to_mend([draft_of(row.draft)], reasons, row.source)
        drafts += some
        problems += why
    languages = _languages(request)
    response = _written(
        "quarantine.xlsx",
        lambda path: write_quarantine(path, drafts=drafts, problems=problems, languages=languages),
    )
    record_taking(request.actor, "quarantine.taken", quarantined=len(rows))
    return response


def _languages(request: WorkspaceRequest) -> list[str]:
    agency = Agency.objects.visible_to(request.actor).get()
    return agency.languages or ["en"]


def _written(name: str, write: Callable[[Path], object]) -> FileResponse:
    """What `write` puts into a file, as a download; the file is gone when the answer is."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / name
        write(path)
        content = BytesIO(path.read_bytes())
    return FileResponse(content, as_attachment=True, filename=name, content_type=XLSX)
