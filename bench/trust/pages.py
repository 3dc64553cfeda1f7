"""Two pages of the directory through the whole stack, as bench.trust asks each of its arms."""

from __future__ import annotations

from collections.abc import Callable

from django.test import Client

from bench.trust import home
from bench.trust.arms import Work

SERVICES = 1_000
LIST = "/directory/services/"


def works() -> dict[str, Work]:
    agency = home.office()
    account = home.editor(agency)
    key = home.services(agency, SERVICES)
    client = home.browser()
    if home.is_peer():
        home.lift_scopes()
        if home.has_django_accounts():
            client.force_login(home.peer_user())
    else:
        client.force_login(account)
    return {"list": Work(_shows(client, LIST)), "one": Work(_shows(client, f"{LIST}{key}/"))}


def _shows(client: Client, address: str) -> Callable[[object], None]:
    def show(_: object) -> None:
        response = client.get(address)
        assert response.status_code == 200, f"{address}: {response.status_code}"

    return show
