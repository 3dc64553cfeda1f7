"""The access room's tables: agencies, accounts and memberships, and the log of each agency."""

from suluh.access.models.accounts import Account, Agency, AgencyRow, AgencyRows, Membership
from suluh.access.models.audit import AuditEntry, AuditHead

__all__ = [
    "Account", "Agency", "AgencyRow", "AgencyRows", "AuditEntry", "AuditHead", "Membership",
]  # fmt: skip
