"""What the doctor looks at in sealed values: do the keys that are here open them?"""

from __future__ import annotations

from suluh.access.queries.factors import unopened
from suluh.config.doctor.findings import Check, Trouble


def sealed() -> str:
    """Every app and every recovery code can be opened, or its owner could not sign in."""
    if shut := unopened():
        raise Trouble(
            f"{shut} sealed values (apps, recovery codes) do not open with the keys here.",
            "Put the file field-keys (or SULUH_FIELD_KEYS) back as it was. "
            "If it is lost: suluh account recover, for each person.",
        )
    return "Every sealed value opens with the keys here."


CHECKS: tuple[Check, ...] = (sealed,)
