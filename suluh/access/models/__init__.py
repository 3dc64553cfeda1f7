"""The access room's tables: who works for whom as what, and the log of each agency."""

from suluh.access.models.accounts import (
    Account,
    Agency,
    AgencyRow,
    AgencyRows,
    Membership,
    ReachedRows,
)
from suluh.access.models.audit import AuditEntry, AuditHead
from suluh.access.models.roles import AgencyRole, Team, TeamMember

__all__ = [
    "Account", "Agency", "AgencyRole", "AgencyRow", "AgencyRows", "AuditEntry", "AuditHead",
    "Membership", "ReachedRows", "Team", "TeamMember",
]  # fmt: skip
