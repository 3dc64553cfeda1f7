"""Why can (or can't) somebody see a page? Administrators ask about anybody, others of themselves.

The form changes nothing; it is posted so that no person stands in an address.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from suluh.access.actor import Actor
from suluh.access.guards import WorkspaceRequest, signed_in_page
from suluh.access.models import Account, Membership
from suluh.access.queries.actors import actor_of, everybody_of
from suluh.access.why import Answer, why
from suluh.foundation import components as c


class WhyForm(forms.Form):
    """A person and the address of a page."""

    person = forms.ChoiceField(label=gettext_lazy("Person"))
    address = forms.CharField(
        label=gettext_lazy("Address of the page"),
        help_text=gettext_lazy("Copy it from the top of the browser."),
        max_length=500,
        widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "ltr"}),
    )

    def __init__(self, *args: Any, people: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].choices = people  # type: ignore[attr-defined]


@signed_in_page(methods=("GET", "POST"))
def why_page(request: WorkspaceRequest) -> HttpResponse:
    """Ask and be answered."""
    people = _people(request.actor)
    form = WhyForm(
        request.POST if request.method == "POST" else None,
        people=people,
        initial={"person": str(request.actor.account_id)},
    )
    answer = None
    if request.method == "POST" and form.is_valid():
        answer = _answer(request.actor, form.cleaned_data["person"], form.cleaned_data["address"])
    header = c.PageHeader(
        _("Why can somebody see this?"), _("The answer comes from the rules that guard the page.")
    )
    context = {"header": header, "form": form, "answer": answer}
    return render(request, "access/why.html", context)


def _answer(asking: Actor, account_id: str, address: str) -> Answer:
    account = Account.objects.get(pk=account_id)  # one of _people: the form has seen to that
    person = actor_of(account)
    if person is None:
        return Answer(False, _("%s cannot open any page: the account is closed.") % account)
    reaching = everybody_of(asking) if asking.can("roles.manage") else person
    return why(person, address, everybody=reaching)


def _people(actor: Actor) -> list[tuple[str, str]]:
    found = Membership.objects.visible_to(actor)
    if not actor.can("roles.manage"):
        found = found.filter(account=actor.account_id)
    named = found.order_by("account__full_name").values_list("account", "account__full_name")
    return [(str(account), name) for account, name in named]
