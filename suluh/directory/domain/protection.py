"""Safe houses: decide what may be said of a place, and take the rest away before it is stored.

Why "take away" and not "hide": a confidential address should stand in no database at any access
tier (Open Referral API specification, issue 20); flags alone do not protect (docs/adr/0004).
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from suluh.directory.domain import addresses
from suluh.directory.domain.fields import ADDRESS_KEYS
from suluh.directory.domain.problems import Problem, Spot
from suluh.directory.domain.records import Cell, Draft, Value
from suluh.directory.rules import problem

PUBLIC_ADDRESS, CONTACT_FIRST = "public_address", "contact_first"

_NEVER_MASKED = {"service_id", "organization_id"}
Hidden = dict[tuple[str, str], str]  # (sheet, cell) -> the masked text that may stand there


@dataclass(slots=True)
class Protected:
    """A draft fit to be stored, what may be said of its place, and what was found in it.

    `derived` is True when the disclosure follows from the row and not from a person's word; it
    then never replaces what a person said. `hidden` are the cells that must be overwritten.
    """

    draft: Draft
    disclosure: str
    derived: bool
    problems: list[Problem] = field(default_factory=list)
    hidden: Hidden = field(default_factory=dict)

    @property
    def closed(self) -> bool:
        """Whether nobody may be led to this place."""
        return self.disclosure not in ("", PUBLIC_ADDRESS)


def protect(
    draft: Draft, *, shelter: bool, given: str, doubtful: bool, tightened: bool = False
) -> Protected:
    """Settle the disclosure of a place and mask what must not be kept.

    `shelter` says that a type of the service means a roof; `given` is the disclosure that the file
    or the directory names ("" when none); `doubtful` says that the file's type or disclosure could
    not be understood, so that the row might be a shelter for all anybody knows. A shelter, or a
    record that speaks of danger, is `contact_first` unless a Suluh workbook says otherwise in so
    many words; in a foreign file it always is. `tightened` says that the stored place was open
    until now: closing it must not wait until the old address is out of the file.
    """
    disclosure, problems = _disclosure(draft, shelter, given, doubtful)
    copy = replace(
        draft,
        cells=dict(draft.cells),
        contacts=[dict(row) for row in draft.contacts],
        places=[dict(row) for row in draft.places],
    )
    protected = Protected(copy, disclosure, disclosure != given, problems)
    if protected.closed:
        refuse = draft.strict and not tightened
        _take_address(protected, refuse=refuse)
        _mask_texts(protected, refuse=refuse)
    return protected


def _disclosure(
    draft: Draft, shelter: bool, given: str, doubtful: bool
) -> tuple[str, list[Problem]]:
    danger = shelter or addresses.speaks_of_danger(_all_text(draft))
    if not draft.strict and (danger or doubtful):
        return CONTACT_FIRST, [
            problem("services.location_disclosure.set_to_contact_first", draft.spot, key=draft.key)
        ]
    if given:
        doubt = shelter and given == PUBLIC_ADDRESS
        rule = "services.location_disclosure.public_shelter"
        return given, [problem(rule, _spot(draft), key=draft.key)] if doubt else []
    if danger or doubtful:
        return CONTACT_FIRST, []
    return (PUBLIC_ADDRESS if has_address(draft) else ""), []


def _spot(draft: Draft) -> Spot:
    cell = draft.cells.get("location_disclosure")
    return cell.spot if cell else draft.spot


def _rows(draft: Draft) -> list[dict[str, Cell]]:
    return [draft.cells, *draft.contacts, *draft.places]


def _all_text(draft: Draft) -> str:
    return "\n".join(
        str(cell.value) for row in _rows(draft) for cell in row.values() if not cell.blank
    )


def has_address(draft: Draft) -> bool:
    """Whether any field that leads to a door is filled."""
    return any(
        not row[key].blank
        for row in (draft.cells, *draft.places)
        for key in ADDRESS_KEYS
        if key in row
    )


def _take_address(protected: Protected, *, refuse: bool) -> None:
    draft = protected.draft
    rule = "places.street.not_allowed" if refuse else "places.street.withheld"
    for row in (draft.cells, *draft.places):
        for key in ADDRESS_KEYS:
            if key in row and not row[key].blank:
                _hide(protected, row, key, "")
                _report(protected, rule, row[key].spot, column=key)


def _mask_texts(protected: Protected, *, refuse: bool) -> None:
    """Any cell may hold an address: a column of hours or areas as well as a sentence."""
    rule = "services.text.address_suspected" if refuse else "services.text.address_masked"
    for row in _rows(protected.draft):
        for key, cell in list(row.items()):
            if key in _NEVER_MASKED or not isinstance(cell.value, str):
                continue
            masked, found = addresses.mask(cell.value)
            if found:
                _hide(protected, row, key, masked)
                _report(protected, rule, cell.spot, column=key, found=masked)


def _hide(protected: Protected, row: dict[str, Cell], key: str, masked: str) -> None:
    spot = row[key].spot
    row[key] = Cell(masked, spot)
    protected.hidden[(spot.sheet, spot.cell)] = masked or addresses.MASK


def _report(protected: Protected, rule: str, spot: Spot, *, column: str, found: str = "") -> None:
    key = protected.draft.key
    protected.problems.append(
        problem(rule, spot, key=key, found=found or addresses.MASK, column=column)
    )


def withheld(value: Value) -> Value:
    """The same stored value with every suspected address masked, however deep it stands.

    The last wall: whatever way a value took, a service whose place is protected passes here.
    """
    if isinstance(value, str):
        return addresses.mask(value)[0]
    if isinstance(value, list):
        return [withheld(each) for each in value]
    if isinstance(value, dict):
        return {key: withheld(each) for key, each in value.items()}
    return value
