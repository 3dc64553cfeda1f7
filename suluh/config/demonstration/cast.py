"""Who is in the demonstration. Everybody can read these passwords, so a real office has none."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Player:
    """One demonstration account. `role` is a code of access/data/roles.toml."""

    email: str
    full_name: str
    role: str
    password: str


AGENCY = "Port Tamsin Desk"
TIMEZONE = "Europe/London"  # of its country, GB: the only one with numbers kept free for fiction

PLAYERS = (
    Player("ilya@example.org", "Ilya Marrow", "editor", "lantern by the harbour"),
    Player("sari@example.org", "Sari Lind", "reader", "lantern on the stairs"),
    Player("omar@example.org", "Omar Vane", "administrator", "lantern under the arch"),
)
EMAILS = frozenset(player.email for player in PLAYERS)
