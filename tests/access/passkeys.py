"""A passkey as a browser registers it, made here: real enough for everything but its signature."""

from __future__ import annotations

from base64 import urlsafe_b64encode
from hashlib import sha256
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from fido2.cose import ES256
from fido2.webauthn import (
    AttestationObject,
    AttestedCredentialData,
    AuthenticatorData,
    CollectedClientData,
)

FLAGS = AuthenticatorData.FLAG.UP | AuthenticatorData.FLAG.UV | AuthenticatorData.FLAG.AT


def credential_of(name: str) -> dict[str, Any]:
    """What is stored of a passkey; `name` makes its identifier."""
    number = sha256(name.encode()).digest()
    public = ec.generate_private_key(ec.SECP256R1()).public_key()
    key = ES256.from_cryptography_key(public)  # type: ignore[no-untyped-call]
    data = AuthenticatorData.create(
        sha256(b"testserver").digest(),
        FLAGS,
        0,
        AttestedCredentialData.create(b"\0" * 16, number, key),
    )
    client = CollectedClientData.create(
        CollectedClientData.TYPE.CREATE, b"challenge", "https://testserver"
    )
    return {
        "id": _text(number),
        "rawId": _text(number),
        "type": "public-key",
        "clientExtensionResults": {"credProps": {"rk": True}},
        "response": {
            "clientDataJSON": _text(client),
            "attestationObject": _text(AttestationObject.create("none", data, {})),
        },
    }


def _text(raw: bytes) -> str:
    return urlsafe_b64encode(raw).decode().rstrip("=")
