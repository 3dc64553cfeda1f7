"""The access room's tables: who works for whom as what, and the log of each agency."""

from suluh.access.models.accounts import (
    Account,
    Agency,
    AgencyRow,
    AgencyRows,
    Membership,
    ReachedRows,
)
from suluh.access.models.attempts import Attempts
from suluh.access.models.audit import AuditEntry, AuditHead
from suluh.access.models.emergency import EmergencyAccess
from suluh.access.models.joining import Acceptance, AgreementVersion, Invitation
from suluh.access.models.recovery import OfficeRecovery, RecoverySheet
from suluh.access.models.roles import AgencyRole, Team, TeamMember
from suluh.access.models.two_people import JointAct, SealedExport
from suluh.access.models.visits import Visit

__all__ = [
    "Acceptance", "Account", "Agency", "AgencyRole", "AgencyRow", "AgencyRows", "AgreementVersion",
    "Attempts", "AuditEntry", "AuditHead", "EmergencyAccess", "Invitation", "JointAct",
    "Membership",
    "OfficeRecovery", "ReachedRows", "RecoverySheet", "SealedExport", "Team", "TeamMember", "Visit",
]  # fmt: skip
