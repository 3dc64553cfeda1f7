"""Which part of the log is to be shown: the work of one person, one act, one day."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import UUID
from zoneinfo import ZoneInfo

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from suluh.access.actor import Actor
from suluh.access.acts import acts
from suluh.access.log import FIRST_DAY, LAST_DAY, Asked
from suluh.access.models import Agency, Membership
from suluh.access.queries.actors import OPERATOR
from suluh.access.roles import roles

NOBODY = "nobody"  # whoever had not signed in


def day_field(label: Any, *, required: bool = True) -> forms.DateField:
    """A day on which something may stand in a log."""
    return forms.DateField(
        label=label,
        required=required,
        validators=[MinValueValidator(FIRST_DAY), MaxValueValidator(LAST_DAY)],
        widget=forms.DateInput(attrs={"type": "date"}),
    )


class LogFilter(forms.Form):
    """A form that is sent with GET, so that what it shows has an address."""

    who = forms.ChoiceField(label=gettext_lazy("Who"), required=False)
    act = forms.ChoiceField(label=gettext_lazy("What"), required=False)
    day = day_field(gettext_lazy("Day"), required=False)

    def __init__(self, actor: Actor, sent: QueryDict, language: str) -> None:
        super().__init__({name: sent.get(name, "") for name in self.base_fields})
        said = sorted((act.say(language), code) for code, act in acts().acts.items())
        self.fields["who"].choices = _people(actor, language)  # type: ignore[attr-defined]
        self.fields["act"].choices = [  # type: ignore[attr-defined]
            ("", _("Everything")), *((code, words) for words, code in said)
        ]  # fmt: skip

    def asked(self, agency: Agency) -> Asked:
        """What was chosen; a choice that makes no sense narrows nothing and says so beside it."""
        self.is_valid()
        who, day = self.cleaned_data.get("who", ""), self.cleaned_data.get("day")
        since = datetime.combine(day, time(), ZoneInfo(agency.timezone)) if day else None
        by_role = {OPERATOR: OPERATOR, NOBODY: ""}
        return Asked(
            actor=UUID(who) if who and who not in by_role else None,
            role=by_role.get(who),
            act=self.cleaned_data.get("act", ""),
            since=since,
            # Added on the wall, so that a day with a change of summer time is whole.
            until=since + timedelta(days=1) if since else None,
        )

    def query(self) -> str:
        """What was chosen, for the links to other pages; "" for everything."""
        return urlencode({name: value for name, value in self.data.items() if value})


def _people(actor: Actor, language: str) -> list[tuple[str, str]]:
    """Everybody with an account here, open or closed, and those who act without one."""
    members = Membership.objects.visible_to(actor).select_related("account")
    named = members.order_by("account__full_name").values_list("account_id", "account__full_name")
    return [
        ("", _("Everybody")),
        *((str(key), name) for key, name in named),
        (OPERATOR, roles().roles[OPERATOR].label(language)),
        (NOBODY, _("Somebody who had not signed in")),
    ]
