"""Safe houses: decide what may be said of a place, and take the rest away before it is stored.

Why "take away" and not "hide": a confidential address should stand in no database at any access
tier (Open Referral API specification, issue 20); flags alone do not protect (docs/adr/0004).
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from suluh.directory.domain import addresses
from suluh.directory.domain.fields import ADDRESS_KEYS, BY_KEY, Kind
from suluh.directory.domain.problems import Problem, Spot
from suluh.directory.domain.records import Cell, Draft
from suluh.directory.rules import problem

PUBLIC_ADDRESS, CONTACT_FIRST = "public_address", "contact_first"

_FREE_TEXT = {key for key, each in BY_KEY.items() if each.kind in (Kind.TEXT, Kind.TEXTS)}
_NEVER_MASKED = {
    "service_id",
    "organization_id",
    "timezone",
    "country",
    "region",
    "locality",
    "channel",
    "extension",
}
Hidden = dict[tuple[str, str], str]  # (sheet, cell) -> the masked text that may stand there


@dataclass(slots=True)
class Protected:
    """A draft fit to be stored, what was found in it, and the cells that must be overwritten."""

    draft: Draft
    problems: list[Problem] = field(default_factory=list)
    hidden: Hidden = field(default_factory=dict)


def protect(
    draft: Draft, *, types: frozenset[str], shelters: frozenset[str], given: str
) -> Protected:
    """Settle the disclosure of a place and mask what must not be kept.

    `types` are the service's type codes, `shelters` the codes that mean a roof, `given` the
    disclosure that the file names ("" when none). A shelter, or a record that speaks of danger,
    is `contact_first` unless a Suluh workbook says otherwise in so many words; in a foreign
    file it always is.
    """
    disclosure, problems = _disclosure(draft, bool(types & shelters), given)
    protected = Protected(replace(draft, cells=dict(draft.cells)), problems)
    if disclosure:
        protected.draft.cells["location_disclosure"] = Cell(disclosure, _spot(draft))
    if disclosure not in ("", PUBLIC_ADDRESS):
        _take_address(protected)
        _mask_texts(protected)
    return protected


def _disclosure(draft: Draft, shelter: bool, given: str) -> tuple[str, list[Problem]]:
    danger = shelter or addresses.speaks_of_danger(_all_text(draft))
    if not draft.strict and danger:
        return CONTACT_FIRST, [
            problem("services.location_disclosure.set_to_contact_first", draft.spot, key=draft.key)
        ]
    if given:
        doubt = shelter and given == PUBLIC_ADDRESS
        rule = "services.location_disclosure.public_shelter"
        return given, [problem(rule, _spot(draft), key=draft.key)] if doubt else []
    if danger:
        return CONTACT_FIRST, []
    return (PUBLIC_ADDRESS if _has_address(draft) else ""), []


def _spot(draft: Draft) -> Spot:
    cell = draft.cells.get("location_disclosure")
    return cell.spot if cell else draft.spot


def _all_text(draft: Draft) -> str:
    return "\n".join(str(cell.value) for cell in draft.cells.values() if not cell.blank)


def _has_address(draft: Draft) -> bool:
    return any(
        not row[key].blank
        for row in (draft.cells, *draft.places)
        for key in ADDRESS_KEYS
        if key in row
    )


def _take_address(protected: Protected) -> None:
    draft = protected.draft
    rule = "places.street.not_allowed" if draft.strict else "places.street.withheld"
    rows = [draft.cells, *(dict(row) for row in draft.places)]
    for row in rows:
        for key in ADDRESS_KEYS:
            if key in row and not row[key].blank:
                _hide(protected, row, key, "")
                _report(protected, rule, row[key].spot, column=key)
    draft.places = rows[1:]


def _mask_texts(protected: Protected) -> None:
    draft = protected.draft
    rule = "services.text.address_suspected" if draft.strict else "services.text.address_masked"
    draft.contacts = [dict(row) for row in draft.contacts]
    draft.places = [dict(row) for row in draft.places]
    for row in (draft.cells, *draft.contacts, *draft.places):
        for key, cell in list(row.items()):
            if not _is_free_text(key) or not isinstance(cell.value, str):
                continue
            masked, found = addresses.mask(cell.value)
            if found:
                _hide(protected, row, key, masked)
                _report(protected, rule, cell.spot, column=key, found=masked)


def _is_free_text(key: str) -> bool:
    name = key.partition(".")[0]
    return (name in _FREE_TEXT or name == "website") and name not in _NEVER_MASKED


def _hide(protected: Protected, row: dict[str, Cell], key: str, masked: str) -> None:
    spot = row[key].spot
    row[key] = Cell(masked, spot)
    protected.hidden[(spot.sheet, spot.cell)] = masked or addresses.MASK


def _report(protected: Protected, rule: str, spot: Spot, *, column: str, found: str = "") -> None:
    key = protected.draft.key
    protected.problems.append(
        problem(rule, spot, key=key, found=found or addresses.MASK, column=column)
    )
