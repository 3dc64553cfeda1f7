"""The work behind `suluh directory ...`: each function answers one verb with an exit status.

0 done; 1 the input has errors or rows wait in quarantine; 3 the installation lacks something.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

import orjson
from django.db import DatabaseError, transaction

from suluh.access.actor import Actor
from suluh.access.models import Agency
from suluh.access.operations.audit import record_taking
from suluh.access.queries.actors import agencies_of_this_machine, operator
from suluh.directory import queries
from suluh.directory.domain.languages import DirectoryLanguage
from suluh.directory.domain.problems import Spot
from suluh.directory.intake import mapping as mappings
from suluh.directory.intake.mapping_shape import Mapping
from suluh.directory.intake.reading import Options
from suluh.directory.intake.sandbox import open_file
from suluh.directory.intake.tables import Refused
from suluh.directory.operations import editions
from suluh.directory.operations.checking import FileCheck, check_file, findings
from suluh.directory.operations.importing import ImportResult, import_outcome
from suluh.directory.operations.intakes import agency_of, summary
from suluh.directory.operations.languages import review_language, set_language
from suluh.directory.operations.quarantine import to_mend
from suluh.directory.rules import explain, problem
from suluh.directory.vocabularies import shelf
from suluh.directory.workbook.export import write_export
from suluh.directory.workbook.quarantine import write_quarantine
from suluh.directory.workbook.template import write_template
from suluh.foundation.refusal import Refusal
from suluh.kernel.languages import LANGUAGES

DONE, INPUT, USAGE = 0, 1, 2


def template(args: argparse.Namespace) -> int:
    """Write an empty workbook."""
    languages = _known_languages(args.languages)
    write_template(Path(args.out), languages=languages, long=args.long)
    form = "long" if args.long else "short"
    _answer(args, {"file": args.out, "languages": languages, "form": form}, f"Wrote {args.out}")
    return DONE


def mapping(args: argparse.Namespace) -> int:
    """Suggest a mapping for a foreign file."""
    try:
        contents = open_file(Path(args.path))
    except Refused as refused:
        return _refused(args, refused)
    suggested = mappings.suggest(contents, args.language)
    Path(args.out).write_text(mappings.dump(suggested), encoding="utf-8")
    _answer(
        args, {"file": args.out}, f"Wrote {args.out}. Read it, mend it, then: --mapping {args.out}"
    )
    return DONE


def check(args: argparse.Namespace) -> int:
    """Check a file; with --report, hand the workbook back marked."""
    options, actor = _options(args), _actor_if_any(args)
    checked = _check(args, options, actor)
    found = findings(checked, options.language)
    if args.report:
        found |= {"report": args.report, "not_kept": checked.not_kept}
    _answer(args, found, _check_in_words(found))
    return INPUT if checked.errors else DONE


def import_(args: argparse.Namespace) -> int:
    """Check a file and import every row without errors."""
    actor = _actor(args)
    options = _options(args)
    checked = _check(args, options, actor)
    if checked.refused:
        found = findings(checked, options.language)
        nothing = summary(ImportResult()) | {"quarantine_file": None}
        _answer(args, nothing | found, _check_in_words(found))
        return INPUT
    result = import_outcome(actor, checked.outcome)
    answer = summary(result) | {"quarantine_file": _quarantine_file(args, checked, options)}
    words = (
        "{created} created, {updated} updated, {unchanged} unchanged, {quarantined} in quarantine"
    )
    _answer(args, answer, words.format(**answer))
    return INPUT if checked.errors else DONE


def _quarantine_file(args: argparse.Namespace, checked: FileCheck, options: Options) -> str | None:
    if not checked.outcome.quarantined:
        return None
    outcome = checked.outcome
    drafts, problems = to_mend(
        outcome.quarantined, outcome.checked.problems, outcome.checked.source
    )
    out = _free(Path.cwd() / f"{Path(args.path).stem}-quarantine.xlsx")
    write_quarantine(out, drafts=drafts, problems=problems, languages=[options.language])
    return str(out)


def _free(path: Path) -> Path:
    """A name that is not taken: an earlier quarantine may be half mended."""
    number = 2
    taken, free = path, path
    while free.exists():
        free = taken.with_stem(f"{taken.stem}-{number}")
        number += 1
    return free


def export(args: argparse.Namespace) -> int:
    """Write every service as a workbook in the long form."""
    actor = _actor(args)
    agency = Agency.objects.visible_to(actor).get()
    services = list(queries.records(actor))
    out = Path(args.out)
    beside = out.with_name(f".{out.name}.partial")
    try:
        write_export(
            beside,
            services=services,
            languages=agency.languages or ["en"],
            areas=shelf()["areas"],
        )
        # What cannot be recorded is not taken, and what cannot be written is not recorded.
        record_taking(actor, "directory.taken", services=len(services))
        beside.replace(out)
    finally:
        beside.unlink(missing_ok=True)
    _answer(
        args,
        {"file": args.out, "services": len(services)},
        f"{len(services)} services in {args.out}",
    )
    return DONE


def create(args: argparse.Namespace) -> int:
    """Make the draft edition that the public door shows."""
    actor = _actor(args)
    edition = editions.create_draft_edition(actor, name=args.name)
    answer = {"edition": edition.name, "languages": edition.languages, "locked_at": None,
              "services": edition.services}  # fmt: skip
    _answer(
        args, answer, f"Edition {edition.name}: {edition.services} services, an unchecked draft"
    )
    return DONE


def list_editions(args: argparse.Namespace) -> int:
    """List the editions made so far."""
    actor = _actor(args)
    found = [
        {
            "edition": each.name,
            "languages": each.languages,
            "locked_at": None,
            "services": each.services,
        }
        for each in queries.editions(actor)
    ]
    _answer(
        args,
        {"editions": found},
        "\n".join(f"{each['edition']}: {each['services']} services" for each in found),
    )
    return DONE


def languages(args: argparse.Namespace) -> int:
    """Show, hide or review a language, all or nothing; then list those of the directory."""
    actor = _actor(args)
    if (args.reviewed is None) != (args.by is None):
        raise Refusal("Give --reviewed CODE and --by NAME together.", status=USAGE)
    with transaction.atomic():
        if args.show is not None:
            set_language(actor, code=args.show, shown=True)
        if args.hide is not None:
            set_language(actor, code=args.hide, shown=False)
        if args.reviewed is not None:
            review_language(actor, code=args.reviewed, reviewer=args.by)
    found = queries.published_languages(actor)
    words = "\n".join(_language_in_words(each) for each in found)
    if any(each is not None for each in (args.show, args.hide, args.reviewed)):
        words += "\nThe next edition will say so: suluh directory edition create"
    _answer(args, {"languages": [_language(each) for each in found]}, words)
    return DONE


def _language(language: DirectoryLanguage) -> dict[str, Any]:
    return {
        "code": language.code,
        "shown": language.shown,
        "draft": language.draft,
        "reviewed_by": language.reviewed_by,
        "reviewed_on": language.reviewed_on.isoformat() if language.reviewed_on else None,
    }


def _language_in_words(language: DirectoryLanguage) -> str:
    name = LANGUAGES[language.code].english_name
    seen = "shown" if language.shown else "hidden"
    if language.reviewed_by:
        state = f"reviewed by {language.reviewed_by} on {language.reviewed_on}"
    else:
        state = "draft by machine, nobody has read it" if language.draft else "source language"
    return f"{language.code}  {name}: {seen}; {state}"


def _check(args: argparse.Namespace, options: Options, actor: Actor | None) -> FileCheck:
    if args.report and Path(args.report).resolve() == Path(args.path).resolve():
        raise Refusal("--report would overwrite the file itself. Name another.", status=USAGE)
    print(f"Reading {args.path} ...", file=sys.stderr)
    return check_file(
        Path(args.path),
        options=options,
        known=queries.known(actor) if actor else None,
        today=agency_of(actor).today() if actor else None,
        report=Path(args.report) if args.report else None,
    )


def _options(args: argparse.Namespace) -> Options:
    actor = _actor_if_any(args)
    agency = Agency.objects.visible_to(actor).get() if actor else None
    working = agency.languages[0] if agency and agency.languages else "en"
    return Options(
        mapping=_mapping(args.mapping) if args.mapping else None,
        source=args.source,
        language=args.language or working,
        country=(args.country or (agency.country if agency else "")).upper(),
        timezone=args.timezone,
    )


def _mapping(path: str) -> Mapping:
    try:
        return mappings.load(Path(path))
    except ValueError as wrong:
        raise Refusal(str(wrong), status=INPUT) from wrong


def _actor_if_any(args: argparse.Namespace) -> Actor | None:
    """The operator at work for the agency named, or for the only one."""
    agencies = _agencies()
    chosen = [each for each in agencies if args.agency in ("", each.slug)]
    return operator(chosen[0]) if len(chosen) == 1 else None


def _agencies() -> list[Agency]:
    """Those of this machine; none before anything was set up. A check needs none."""
    try:
        return agencies_of_this_machine()
    except DatabaseError:
        return []


def _actor(args: argparse.Namespace) -> Actor:
    """Raises Refusal when there is no directory yet, or it is not said which one is meant."""
    actor = _actor_if_any(args)
    if actor is not None:
        return actor
    names = ", ".join(each.slug for each in _agencies())
    if names:
        raise Refusal(f"Say whose directory with --agency: {names}", status=USAGE)
    raise Refusal("There is no directory yet. Set one up with: suluh start")


def _known_languages(text: str) -> list[str]:
    codes = [code.strip() for code in text.split(",") if code.strip()]
    if not codes or any(code not in LANGUAGES for code in codes):
        known = ", ".join(LANGUAGES)
        raise Refusal(f"--languages: write some of {known}, the working one first.", status=USAGE)
    return codes


def _refused(args: argparse.Namespace, refused: Refused) -> int:
    words = explain(problem(refused.rule, Spot(), **refused.facts), "en")
    _answer(args, {"rule": refused.rule, "message": words.message, "mend": words.mend},
            f"{words.message} {words.mend}")  # fmt: skip
    return INPUT


def _check_in_words(found: dict[str, Any]) -> str:
    """One line a rule: how often, what, and how to mend the first one."""
    first: dict[str, dict[str, Any]] = {}
    for each in found["problems"]:
        first.setdefault(each["rule"], each)
    lines = [
        f"{count:>7}  {first[rule]['title']}. {first[rule]['mend']} ({rule})"
        for rule, count in found["problem_counts"].items()
    ]
    counts = "{services} services read, {ready} ready, {quarantined} in quarantine".format(**found)
    return "\n".join([counts, *lines])


def _answer(args: argparse.Namespace, answer: dict[str, Any], words: str) -> None:
    """One JSON object on standard output with --json, else words."""
    if args.json:
        _print(answer)
    else:
        print(words)


def _print(answer: dict[str, Any]) -> None:
    sys.stdout.buffer.write(orjson.dumps(answer, option=orjson.OPT_INDENT_2) + b"\n")
    sys.stdout.flush()
