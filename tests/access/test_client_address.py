"""From which address a request came, and what a visitor cannot make us believe."""

from __future__ import annotations

import pytest

from suluh.access.signing_in.client_address import client_address

PROXY, CLIENT, INVENTED = "192.0.2.1", "198.51.100.7", "203.0.113.9"


def test_without_proxies_the_header_is_not_read() -> None:
    assert client_address(_meta(INVENTED), proxies=0) == PROXY


@pytest.mark.parametrize(
    ("proxies", "header", "expected"),
    [
        (1, CLIENT, CLIENT),
        (1, f"{INVENTED}, {CLIENT}", CLIENT),
        (2, f"{INVENTED}, {CLIENT}, 192.0.2.2", CLIENT),
        (2, CLIENT, PROXY),  # it came past one of them
        (1, f"{INVENTED},", "unknown"),
        (1, "; DROP TABLE", "unknown"),
        (1, "", PROXY),  # called directly, past the proxy
        (1, f"{CLIENT}:4711", CLIENT),
        (1, "[2001:db8::1]:4711", "2001:db8::"),
        (1, "::ffff:198.51.100.7", CLIENT),
    ],
)
def test_of_the_header_only_what_our_own_servers_wrote(
    proxies: int, header: str, expected: str
) -> None:
    assert client_address(_meta(header), proxies=proxies) == expected


def test_a_household_with_a_whole_network_is_one_client() -> None:
    first, second = (
        client_address({"REMOTE_ADDR": f"2001:db8:1:2::{n}"}, proxies=0) for n in ("1", "ffff")
    )
    assert first == second == "2001:db8:1:2::"


def test_a_socket_without_an_address_is_one_client_too() -> None:
    assert client_address({"REMOTE_ADDR": ""}, proxies=0) == "unknown"


def _meta(header: str) -> dict[str, str]:
    return {"REMOTE_ADDR": PROXY, "HTTP_X_FORWARDED_FOR": header}
