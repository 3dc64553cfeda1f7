"""`suluh open`: whoever was handed an encrypted file opens it with its passphrase."""

from __future__ import annotations

import argparse
import os
import sys
from getpass import getpass
from pathlib import Path

from suluh.foundation.age_files import WrongPassphrase, as_typed, unseal
from suluh.foundation.refusal import Refusal

USAGE = 2  # exit status
_BEGINS = {b"PK\x03\x04": ".xlsx", b"\xef\xbb\xbf": ".csv"}  # our own exports are one of these


def run(args: argparse.Namespace) -> int:
    """Write what is inside beside the file. Raises Refusal; never replaces a file."""
    sealed = Path(args.file)
    try:
        content = unseal(sealed.read_bytes(), as_typed(_passphrase()))
    except WrongPassphrase as wrong:
        raise Refusal(
            "It does not open. Compare each group with your paper, or fetch the file again.",
            status=1,
        ) from wrong
    except OSError as gone:
        raise Refusal(f"{sealed} cannot be read.", status=USAGE) from gone
    out = Path(args.out) if args.out else sealed.with_suffix(_suffix(content))
    try:
        with open(out, "xb", opener=_closed_to_others) as stream:
            stream.write(content)
    except FileExistsError as there:
        raise Refusal(f"{out} is there already. Name another with --out.", status=USAGE) from there
    except OSError as wrong_place:
        raise Refusal(f"{out} cannot be written.", status=USAGE) from wrong_place
    print(f"Opened as {out}. It is not encrypted: delete it when you need it no longer.")
    return 0


def _passphrase() -> str:
    if sys.stdin.isatty():
        return getpass("The passphrase (it is not shown): ")
    return sys.stdin.readline()


def _suffix(content: bytes) -> str:
    return next((suffix for start, suffix in _BEGINS.items() if content.startswith(start)), ".bin")


def _closed_to_others(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
