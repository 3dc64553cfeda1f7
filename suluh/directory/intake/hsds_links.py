"""Which service each row of an HSDS package belongs to."""

from __future__ import annotations

from suluh.directory.intake.hsds_tables import Package, Row
from suluh.directory.intake.keys import Unique, fingerprint

MADE_ID = "#"  # begins an id that we made, for a JSON object that has none


def has_id(row: Row) -> bool:
    """Did the file itself give the row an id?"""
    return bool(row["id"]) and not row["id"].startswith(MADE_ID)


class Links:
    """The services of a package with their keys, and the way from any row to its service.

    `services` holds (key, row). Where several services share a location, the first counts.
    """

    def __init__(self, package: Package) -> None:
        unique = Unique()
        self.services: list[tuple[str, Row]] = []
        self._key_of_id: dict[str, str] = {}
        self._of_sal: dict[str, str] = {}
        self._of_location: dict[str, str] = {}
        for row in package.rows("services"):
            key = unique(
                row["id"] if has_id(row) else fingerprint(row["name"], row["organization_id"])
            )
            self.services.append((key, row))
            if row["id"]:
                self._key_of_id.setdefault(row["id"], key)
        for row in package.rows("service_at_location"):
            self._of_sal.setdefault(row["id"], row["service_id"])
            self._of_location.setdefault(row["location_id"], row["service_id"])

    def key_of(self, table: str, row: Row) -> str:
        """The key of the service that the row belongs to, "" when it belongs to none."""
        return self._key_of_id.get(self._service(table, row), "")

    def _service(self, table: str, row: Row) -> str:
        if table == "services":
            return row["id"]
        if service := row["service_id"]:
            return service
        if table == "attributes":
            return row["link_id"]
        joined = row["id"] if table == "service_at_location" else row["service_at_location_id"]
        place = row["id"] if table == "locations" else row["location_id"]
        return self._of_sal.get(joined, "") or self._of_location.get(place, "")
