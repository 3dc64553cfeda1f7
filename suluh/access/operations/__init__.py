"""The verbs of the access room. Each checks the policy, then writes and records, all or nothing."""

from suluh.access.operations.accounts import (
    change_role,
    create_account,
    create_agency,
    deactivate_account,
    open_account,
    reset_second_factor,
    set_password,
)

__all__ = [
    "change_role",
    "create_account",
    "create_agency",
    "deactivate_account",
    "open_account",
    "reset_second_factor",
    "set_password",
]
