"""Two pages of the directory through the whole stack, as bench.trust asks each of its arms."""

from __future__ import annotations

from collections.abc import Callable

from django.test import Client

from bench import trust_home
from bench.trust_arms import Work

SERVICES = 1_000
LIST = "/directory/services/"


def works() -> dict[str, Work]:
    agency = trust_home.office()
    account = trust_home.editor(agency)
    key = trust_home.services(agency, SERVICES)
    client = trust_home.browser()
    if trust_home.is_peer():
        trust_home.lift_scopes()
        if trust_home.has_django_accounts():
            client.force_login(trust_home.peer_user())
    else:
        client.force_login(account)
    return {"list": Work(_shows(client, LIST)), "one": Work(_shows(client, f"{LIST}{key}/"))}


def _shows(client: Client, address: str) -> Callable[[object], None]:
    def show(_: object) -> None:
        response = client.get(address)
        assert response.status_code == 200, f"{address}: {response.status_code}"

    return show
