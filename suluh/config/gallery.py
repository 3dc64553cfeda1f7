"""The gallery: every component once, for whoever builds a page. Only in development and tests."""

from __future__ import annotations

from django import forms
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.safestring import mark_safe

from suluh.access.guards import WorkspaceRequest, signed_in_page
from suluh.foundation import components as c

HEADER = c.PageHeader(
    title="Check of district-services-2026.xlsx",
    sentence=mark_safe("312 rows read. <strong>305 can be imported now.</strong>"),
    chips=(
        c.Chip("Published", "circle-check", "good"),
        c.Chip("4 changes proposed", "hourglass", "ask"),
    ),
    actions=(
        c.Action("Import 305 rows", "#", primary=True, post=True),
        c.Action("Marked workbook", "#", "download"),
    ),
)
METER = c.Meter(
    (
        c.Share(271, "ready", "good"),
        c.Share(34, "ready, with a remark", "ask"),
        c.Share(7, "in quarantine", "condition"),
    )
)
TABLE = c.Table(
    caption="Services to check",
    columns=(c.Column("Service"), c.Column("Days", end=True), c.Column("Last checked")),
    groups=(
        c.RowGroup(
            chip=c.Chip("Past the limit", "circle-alert", "condition"),
            rows=(
                (
                    c.Cell("Quay Street Clinic", "#", "Doctor and hospital"),
                    c.Cell("12 days over", strong=True),
                    c.Cell("28 May 2026", note="by phone"),
                ),
                (
                    c.Cell("North Road Legal Desk", "#", "Lawyer"),
                    c.Cell("9 days over", strong=True),
                    c.Cell("31 May 2026", note="by visit"),
                ),
            ),
        ),
        c.RowGroup(
            chip=c.Chip("This week", "clock", "ask"),
            note="1 service",
            rows=((c.Cell("Tamsin Workers’ Hall", "#"), c.Cell("1 day left"), c.Cell("Never")),),
        ),
    ),
)
PROBLEMS = (
    c.ProblemRow(
        "Contacts!D31", "555 01O2", "There is a letter O where a zero should be.",
        "Write 555 0102.", is_error=True, url="#",
    ),
    c.ProblemRow(
        "Services!Q48", "18:00 to 06:00", "Read as a night service, open until the next morning.",
        "Nothing to do if that is right. Else swap the times.", is_error=False,
    ),
)  # fmt: skip
CONFIRM = c.Confirm(
    title="Close Quay Street Clinic?",
    changes=("It leaves the next edition.", "Its page says that it closed, and what to try."),
    undo="You can open it again at any time.",
    verb="Close this service",
    url="#",
    back_url="#",
)
EMPTY = c.EmptyState(
    "No edition yet",
    "An edition is the file that readers open. Import a workbook first.",
    c.Action("Check a workbook", "#", "file-spreadsheet", primary=True),
)


class ExampleForm(forms.Form):
    """A field of each kind, one of them with an error."""

    name = forms.CharField(label="Name", help_text="As it stands on the door.")
    phone = forms.CharField(label="Phone")
    kind = forms.ChoiceField(
        label="Type", choices=[("", "Choose one"), ("legal", "Lawyer"), ("doctor", "Doctor")]
    )
    notes = forms.CharField(label="Notes", widget=forms.Textarea(attrs={"rows": 3}), required=False)
    told = forms.ChoiceField(
        label="Are immigration officers told?",
        widget=forms.RadioSelect,
        choices=[("yes", "Yes"), ("no", "No"), ("unknown", "Does not know"), ("", "Not asked")],
        required=False,
    )
    read = forms.BooleanField(label="I have read this back to them", required=False)


STRIP = c.Strip(
    "Sari Lind has opened emergency access.",
    "They may change the directory for three hours. Read why.",
    c.Action("Look at it", "#"),
)
NEWS = ({"sentence": "Omar Vane opened an account for Sari Lind as Directory reader.", "mine": ""},)


@signed_in_page
def gallery(request: WorkspaceRequest) -> HttpResponse:
    form = ExampleForm({"name": "Harbour Lamp House", "kind": "legal", "told": ""})
    shown = {
        "header": HEADER, "meter": METER, "table": TABLE, "problems": PROBLEMS, "form": form,
        "confirm": CONFIRM, "empty": EMPTY, "chips": HEADER.chips,
        "progress": c.Progress("Reading the workbook", 1240, 4089),
        "starting": c.Progress("Opening the file", 0, 0),
        "strip": STRIP, "notices": NEWS,
        "shown": Paginator(range(9), 3).page(2), "words": "clinic",
    }  # fmt: skip
    return render(request, "workspace/gallery.html", shown)
