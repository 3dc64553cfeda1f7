"""From which address a request came: what our own web servers say, and nothing a visitor writes."""

from __future__ import annotations

from collections.abc import Mapping
from ipaddress import IPv6Address, IPv6Network, ip_address

UNKNOWN = "unknown"
_HOME_OF_ONE = 64  # bits of an IPv6 address that a household or office has to itself


def client_address(meta: Mapping[str, str], *, proxies: int) -> str:
    """The client's address, for counting guesses; of IPv6 its network. "unknown" when unreadable.

    Each of the `proxies` appends to X-Forwarded-For the address it was called from. So the client
    stands at that place from the right; whatever stands further left may be invented. A request
    that passed fewer of them than it should counts for the address it came from.
    """
    header = meta.get("HTTP_X_FORWARDED_FOR", "")
    said = [part.strip() for part in header.split(",")] if header.strip() else []
    if 0 < proxies <= len(said):
        return _readable(said[-proxies])
    return _readable(meta.get("REMOTE_ADDR", ""))


def _readable(text: str) -> str:
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        address = ip_address(text)
    except ValueError:
        return UNKNOWN
    if isinstance(address, IPv6Address) and address.ipv4_mapped is None:
        return str(IPv6Network((address, _HOME_OF_ONE), strict=False).network_address)
    return str(getattr(address, "ipv4_mapped", None) or address)
