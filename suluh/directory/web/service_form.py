"""The form for correcting a service, made from the field table so that no field is forgotten."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django import forms
from django.utils.datastructures import MultiValueDict
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from suluh.directory.column_words import column
from suluh.directory.domain import fields as table
from suluh.directory.domain.fields import Field, Kind
from suluh.directory.domain.merging import COVERS
from suluh.directory.domain.problems import Problem, Severity
from suluh.directory.domain.records import Record
from suluh.directory.rules import explain
from suluh.directory.vocabularies import shelf
from suluh.kernel.languages import LANGUAGES, pick

_PLACES = tuple(
    each for each in table.PLACE if each.key in {"location_disclosure", "street", "locality"}
)
_IDENTITY = tuple(
    each for each in table.IDENTITY if each.key not in {"service_id", "organization_id"}
)
_EVIDENCE = table.EVIDENCE

SECTIONS: tuple[tuple[str, str | Promise, tuple[Field, ...]], ...] = (
    ("identity", _("What it is"), _IDENTITY),
    ("reach", _("How to reach it"), (*table.CONTACT_COLUMNS, *_PLACES)),
    ("who", _("Who can use it"), table.WHO),
    ("how", _("How to get it"), table.HOW),
    ("trust", _("What it asks, and who is told"), table.TRUST),
    ("evidence", _("How we know"), _EVIDENCE),
)
_LONG = 200  # characters: a field that may hold more gets a box of several lines


@dataclass(frozen=True, slots=True)
class Section:
    """Some of the form's fields under a heading; open when one of them has an error."""

    key: str
    title: str | Promise
    fields: list[forms.BoundField]

    @property
    def has_errors(self) -> bool:
        return any(field.errors for field in self.fields)


class ServiceForm(forms.Form):
    """One input for each field and language; everything is optional here, the rules decide."""

    as_read = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, *args: object, languages: list[str], language: str, **kwargs: object
    ) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.languages, self.language = languages, language
        for _key, _title, described in SECTIONS:
            for each in described:
                self.fields |= dict(_inputs(each, languages, language))

    def sections(self) -> list[Section]:
        """The fields in their sections, in the order of the field table."""
        return [
            Section(key, title, [self[name] for each in described for name in self._names(each)])
            for key, title, described in SECTIONS
        ]

    def mistaken(self) -> list[forms.BoundField]:
        """The fields with an error, from top to bottom."""
        return [field for section in self.sections() for field in section.fields if field.errors]

    def _names(self, described: Field) -> list[str]:
        if described.kind is Kind.TEXTS:
            return [f"{described.key}.{code}" for code in self.languages]
        return [described.key]

    def cells(self) -> dict[str, str]:
        """What was written, as cells of one row."""
        return {
            name: "; ".join(value) if isinstance(value, list) else str(value or "")
            for name, value in self.cleaned_data.items()
            if name != "as_read"
        }

    def show(self, problems: Iterable[Problem]) -> None:
        """Put each error beside its field, in words."""
        for problem in problems:
            if problem.severity is Severity.ERROR:
                words = explain(problem, self.language)
                name = problem.spot.sheet if problem.spot.sheet in self.fields else None
                self.add_error(name, f"{words.message} {words.mend}")

    def compare(self) -> None:
        """Say beside each field what is stored now, where that is not what was written.

        From here on the form is made from what is stored now, so that it can be sent again.
        """
        self.add_error(
            None,
            gettext(
                "Somebody changed this service while you were writing. Nothing of yours was saved "
                "yet. Where it says something else now, that stands under the field. Take over "
                "what is better, and save again."
            ),
        )
        self.data = MultiValueDict(self.data)
        self.data["as_read"] = self.initial["as_read"]
        for name, written in list(self.cleaned_data.items()):
            if name != "as_read" and _parts(written) != _parts(self.initial.get(name)):
                self.add_error(name, gettext("It says now: %s") % self._stored(name))

    def _stored(self, name: str) -> str:
        stored = self.initial.get(name)
        choices = getattr(self.fields[name], "choices", ())
        labels = {str(code): str(label) for code, label in choices}
        each = stored if isinstance(stored, list) else [stored]
        said = "; ".join(labels.get(str(one), str(one)) for one in each if one not in (None, ""))
        return said or gettext("nothing")


def _parts(value: object) -> list[str]:
    """To compare what is stored with what a browser sends: text, other ends of line, any order."""
    each = value if isinstance(value, list) else [value]
    return sorted(" ".join(str(one).split()) for one in each if one not in (None, ""))


def _inputs(
    described: Field, languages: list[str], language: str
) -> Iterator[tuple[str, forms.Field]]:
    words = column(described.key)
    label, help_text = pick(dict(words.label), language), pick(dict(words.help), language)
    if described.kind is not Kind.TEXTS:
        yield described.key, _input(described, label, help_text, language)
        return
    for number, code in enumerate(languages):
        known = LANGUAGES.get(code)
        named = f"{label} ({known.own_name})" if known and len(languages) > 1 else label
        yield (
            f"{described.key}.{code}",
            _text(described, named, help_text if number == 0 else "", code),
        )


def _input(described: Field, label: str, help_text: str, language: str) -> forms.Field:
    if described.kind in (Kind.CODE, Kind.CODES):
        choices = [(term.code, term.label(language)) for term in shelf()[described.vocabulary]]
        if described.kind is Kind.CODES:
            return forms.MultipleChoiceField(
                label=label, help_text=help_text, choices=choices, required=False,
                widget=forms.CheckboxSelectMultiple,
            )  # fmt: skip
        blank = _("No change") if described.key == "action" else _("Not known")
        return forms.ChoiceField(
            label=label, help_text=help_text, choices=[("", blank), *choices], required=False
        )
    return _text(described, label, help_text, "")


def _text(described: Field, label: str, help_text: str, code: str) -> forms.CharField:
    attrs: dict[str, object] = {}
    if known := LANGUAGES.get(code):
        attrs = {"lang": code, "dir": known.direction}
    long = described.limit > _LONG and described.kind in (Kind.TEXT, Kind.TEXTS)
    widget = forms.Textarea(attrs={**attrs, "rows": 3}) if long else forms.TextInput(attrs=attrs)
    return forms.CharField(label=label, help_text=help_text, required=False, widget=widget)


def initial(record: Record, languages: list[str]) -> dict[str, object]:
    """What the form shows before anyone wrote in it."""
    shown: dict[str, object] = {}
    for described in table.SERVICE_FIELDS:
        value = record.values[described.key]
        if described.kind is Kind.TEXTS:
            shown |= {f"{described.key}.{code}": value.get(code, "") for code in languages}
        elif described.kind in (Kind.LANGUAGES, Kind.AREAS):
            shown[described.key] = "; ".join(value)
        else:
            shown[described.key] = value
    name = record.organization.get("name") or {}
    shown |= {f"organization.{code}": name.get(code, "") for code in languages}
    for key, channels in COVERS.items():
        shown[key] = "; ".join(_contacts(record, channels))
    shown |= {key: place.get(key) for place in record.places[:1] for key in ("street", "locality")}
    return shown


def _contacts(record: Record, channels: set[str]) -> Iterator[str]:
    for row in record.contacts:
        if row["channel"] in channels:
            yield f"{row['value']} x{row['extension']}" if row["extension"] else row["value"]
