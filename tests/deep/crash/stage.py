"""The process in which journeys are made, die and are looked at afterwards.

It loads Django once and never opens the database itself. Each order, one JSON object a line, is
done by a child of its own: {"do": "run", "journey": "a role is changed", "die_at": 7}. The answer
is one JSON object: by which signal the child died (0: it lived), and all that it said.
"""

from __future__ import annotations

import json
import os
import sys
import traceback
from typing import Any

import django

django.setup()

from tests.deep.crash import orders  # noqa: E402 - models need Django to be set up first


def main() -> None:
    """Do every order that comes in."""
    orders.warm_up()
    print("ready", flush=True)
    for line in sys.stdin:
        print(json.dumps(_in_a_child(json.loads(line))), flush=True)


def _in_a_child(order: dict[str, Any]) -> dict[str, Any]:
    reading, writing = os.pipe()
    if (child := os.fork()) == 0:
        os.close(reading)
        _do(order, writing)
    os.close(writing)
    with os.fdopen(reading, encoding="utf-8") as said:
        lines = [json.loads(line) for line in said]
    _pid, status = os.waitpid(child, 0)
    return {"signal": os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0, "said": lines}


def _do(order: dict[str, Any], writing: int) -> None:
    """In the child. What it says is with the parent at once, whatever happens to it after."""

    def say(what: Any) -> None:
        os.write(writing, json.dumps(what, default=str).encode() + b"\n")

    try:
        orders.do(order, say)
    except BaseException as error:
        say({"error": repr(error), "where": traceback.format_exc()})
    os._exit(0)


if __name__ == "__main__":
    main()
