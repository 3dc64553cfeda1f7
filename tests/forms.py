"""A form as a browser sends it back."""

from __future__ import annotations

from typing import Any

from django.test import Client


def loaded(client: Client, address: str) -> dict[str, Any]:
    """What the form at this address would send if nothing in it was touched."""
    values = {field.name: field.value() for field in client.get(address).context["form"]}
    assert values["as_read"], "the form does not say what it was made from"
    return {name: "" if value is None else value for name, value in values.items()}
