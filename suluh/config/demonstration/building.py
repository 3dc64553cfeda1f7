"""`suluh demo`: build the demonstration in SULUH_HOME where it is absent, then open both doors."""

from __future__ import annotations

import argparse
import json
import shutil
import sys
from dataclasses import asdict
from pathlib import Path

from django.db import transaction

from suluh.access.actor import Actor
from suluh.access.models import Account
from suluh.access.operations import create_account, create_agency
from suluh.access.operations.agreement import accept_agreement
from suluh.access.queries.actors import actor_of, agencies_of_this_machine, operator
from suluh.access.queries.agreements import agreement_in_force
from suluh.config.demonstration.cast import AGENCY, PLAYERS, TIMEZONE
from suluh.config.installation import DEMONSTRATION_KEY, Kind, kind_of, mark_as
from suluh.config.preparing import prepare
from suluh.config.serving import serve
from suluh.directory import queries
from suluh.directory.demonstration import load
from suluh.directory.demonstration.broken import write_broken
from suluh.directory.operations.checking import check_file
from suluh.directory.operations.editions import create_draft_edition
from suluh.directory.operations.importing import import_outcome
from suluh.directory.operations.intakes import options_for
from suluh.directory.operations.languages import set_language
from suluh.directory.vocabularies import shelf
from suluh.directory.workbook.export import write_export
from suluh.foundation.home import Home, suluh_home
from suluh.foundation.refusal import Refusal

EDITION = "Demonstration"


def run(args: argparse.Namespace) -> int:
    """Build, report, serve. Raises Refusal when the folder holds a real installation."""
    home = suluh_home()
    prepare()
    kind = kind_of(home)
    if kind is Kind.REAL:
        raise Refusal(
            f"{home.root} holds a real installation. Choose another folder with SULUH_HOME."
        )
    if kind is None:
        _say("Building the demonstration. This takes some seconds.")
        _build(home)
    _report(home, as_json=args.json)
    return 0 if args.no_serve else serve(args.port)


def _build(home: Home) -> None:
    """All rows in one transaction: what is interrupted is built again from the start."""
    _use_demonstration_key(home.keys / "secret-key")
    _use_demonstration_areas(home.data / "vocabularies")
    shutil.copyfile(load.holidays_file(), home.data / "holidays.toml")
    with transaction.atomic():
        agency = create_agency(
            operator(),
            name=AGENCY,
            country=load.COUNTRY,
            timezone=TIMEZONE,
            languages=load.LANGUAGES,
        )
        actor = operator(agency)
        for player in PLAYERS:
            _agree(create_account(actor, agency=agency, **asdict(player)))
        _import_services(actor, _workbooks(home.files / "demonstration"))
        for code in load.LANGUAGES:  # drafts too: here nobody can be misled by them
            set_language(actor, code=code, shown=True)
        create_draft_edition(actor, name=EDITION)
        mark_as(home, Kind.DEMONSTRATION)


def _agree(account: Account) -> None:
    """Nobody here is bound by anything, and whoever looks around should see the pages."""
    player = actor_of(account)
    version = agreement_in_force(player) if player else None
    if player is not None and version is not None:
        accept_agreement(player, version=version.pk)


def _use_demonstration_key(path: Path) -> None:
    """Make the key one that the doctor recognises, should it ever reach a real installation."""
    if path.is_file() and not (key := path.read_text(encoding="ascii")).startswith(
        DEMONSTRATION_KEY
    ):
        path.write_text(DEMONSTRATION_KEY + key, encoding="ascii")


def _use_demonstration_areas(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(load.areas_file(), folder / "areas.toml")


def _workbooks(folder: Path) -> Path:
    """The country as a Suluh workbook, and a broken twin to try the check on; both stay there."""
    folder.mkdir(parents=True, exist_ok=True)
    workbook = folder / "oselia.xlsx"
    write_export(
        workbook, services=load.records(), languages=load.LANGUAGES, areas=shelf()["areas"]
    )
    write_broken(workbook, folder / "oselia-broken.xlsx")
    return workbook


def _import_services(actor: Actor, workbook: Path) -> None:
    """By the same way as every team's: checked, imported."""
    checked = check_file(workbook, options=options_for(actor))
    if checked.errors:
        raise RuntimeError(f"{checked.errors} services of the demonstration would be quarantined")
    import_outcome(actor, checked.outcome)


def _report(home: Home, *, as_json: bool) -> None:
    (agency,) = agencies_of_this_machine()
    services = queries.services(operator(agency)).count()
    if as_json:
        built = {
            "home": str(home.root),
            "agency": agency.name,
            "accounts": [asdict(player) for player in PLAYERS],
            "services": services,
            "workbooks": str(home.files / "demonstration"),
            "edition": str(home.edition),
        }
        print(json.dumps(built, ensure_ascii=False))
        return
    _say(f"{agency.name}, a fictional office with {services} services, in {home.root}.")
    _say(f"Workbooks to try the check on: {home.files / 'demonstration'}")
    _say("Sign in to the workspace as:")
    for player in PLAYERS:
        _say(f"  {player.email:<18} {player.password:<24} {player.role}")
    _say("The administrator is asked for a second step at the first sign-in: a passkey takes a")
    _say("moment, at the address with localhost; an app on a telephone works, too.")


def _say(sentence: str) -> None:
    print(sentence, file=sys.stderr, flush=True)
