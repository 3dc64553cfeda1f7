"""`suluh doctor`: what is in order, and what to mend."""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict

from suluh.config.doctor import backups, database, log, machine, secrets
from suluh.config.doctor.findings import Check, Finding, Trouble

CHECKS: tuple[Check, ...] = (
    *machine.CHECKS,
    *database.CHECKS,
    *secrets.CHECKS,
    *log.CHECKS,
    *backups.CHECKS,
)


def run(args: argparse.Namespace) -> int:
    """Print every finding. Returns 1 when one of them is to be mended."""
    findings = examine()
    ok = all(finding.ok for finding in findings)
    if args.json:
        checks = [asdict(finding) for finding in findings]
        print(json.dumps({"ok": ok, "checks": checks}, ensure_ascii=False))
    else:
        for finding in findings:
            print(_line(finding))
    return 0 if ok else 1


def examine() -> list[Finding]:
    """Every finding; a check that cannot look is a finding too."""
    return [_look(check) for check in CHECKS]


def _look(check: Check) -> Finding:
    name = check.__name__
    try:
        return Finding(name, True, check())
    except Trouble as trouble:
        return Finding(name, False, trouble.message, trouble.mend)
    except Exception as error:
        # Whatever it is: one broken file must not keep the doctor from looking at the rest.
        # Only the kind of error: its words may hold a password or a path.
        seen = f"Could not look ({type(error).__name__})."
        return Finding(name, False, seen, "Mend what stands above, then run suluh doctor again.")


def _line(finding: Finding) -> str:
    if finding.ok:
        return f"ok    {finding.name}: {finding.message}"
    return f"MEND  {finding.name}: {finding.message} {finding.mend}"
