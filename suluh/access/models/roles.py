"""What an agency adds to the ready roles: teams, and roles of its own."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from suluh.access.domain.roles import Role, grants_of
from suluh.access.models.accounts import Account, AgencyRow
from suluh.kernel.sensitivity import Sensitivity


class Team(AgencyRow):
    """Colleagues who see each other's work where a role says "those of my team"."""

    name = models.CharField(max_length=100)

    sensitivity: ClassVar[dict[str, Sensitivity]] = {
        "name": Sensitivity.PRACTITIONER,
    }

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["agency", "name"], name="team_name_once_per_agency"),
        ]

    def __str__(self) -> str:
        return self.name


class TeamMember(AgencyRow):
    """An account is in a team."""

    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="memberships")
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")

    sensitivity: ClassVar[dict[str, Sensitivity]] = {
        "team": Sensitivity.RESTRICTED,
        "account": Sensitivity.RESTRICTED,
    }

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["team", "account"], name="once_in_a_team"),
        ]

    def __str__(self) -> str:
        return f"{self.account_id} in {self.team_id}"


class AgencyRole(AgencyRow):
    """A role that an agency made. `code` begins with OWN, so that no shipped role can collide.

    `grants` and `emergency` have the form of data/roles.toml: {"directory.view": ["agency"]}.
    """

    OWN = "own-"

    code = models.SlugField(max_length=60)
    name = models.CharField(max_length=100)
    grants = models.JSONField(default=dict)
    emergency = models.JSONField(default=list, blank=True)

    sensitivity: ClassVar[dict[str, Sensitivity]] = {
        **dict.fromkeys(("code", "name", "grants", "emergency"), Sensitivity.PRACTITIONER),
    }

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["agency", "code"], name="role_code_once_per_agency"),
            models.CheckConstraint(
                condition=models.Q(code__startswith="own-"), name="own_role_is_called_so"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def as_role(self) -> Role:
        """Raises RoleError for a scope that does not exist."""
        return Role(
            self.code,
            {"en": self.name},
            grants_of(self.grants),
            emergency=frozenset(self.emergency),
        )
