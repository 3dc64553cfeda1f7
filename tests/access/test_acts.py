"""What can be recorded is data; whatever writes records; nothing else fits into the log."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps

from suluh.access.acts import acts
from suluh.access.domain.acts import UnknownToTheLog, act_book
from suluh.config.settings.workspace import LANGUAGES
from tests.architecture.source import ROOT, below, name, tree

RECORDING = {"record", "record_taking"}
AUDIT = ROOT / "suluh/access/operations/audit.py"
OPERATIONS = ("suluh/access/operations", "suluh/directory/operations")
# Operations with an actor that record nothing, each with the reason.
SILENT = {
    "agency_of": "reads",
    "options_for": "reads",
    "open_reports": "reads",
    "open_matters": "reads",
    "import_intake": "import_outcome records it",
    "correct_service": "import_outcome records it, as the correction of one service",
    "replace_quarantine": "a step of import_outcome, which records the count",
    "begin_log": "makes the log in which its agency's first act then stands",
    "record": "is the recording",
    "assignable_roles": "reads",
    "erasable": "reads",
    "described": "reads; nothing is stored",
    "require_assignable": "only refuses",
    "require_removable": "only refuses",
    "require_ready": "only refuses; `use` records",
    "require_an_administrator": "only refuses",
    "hold_office": "only locks, and refuses",
    "begin_agreement": "a step of create_agency, which records",
    "withdraw_invitations_of": "a step of operations that record",
    "withdraw_joint_acts_of": "a step of operations that record, with `record_ended`",
    "end_everything_of": "a step of operations that record, with `record_ended`",
    "end_emergencies_of": "a step of operations that record",
    "why_not_now": "reads",
    "revoke_what_came_back": "a step of a restore, which records",
    "ask_to_erase": "`ask` records it",
    "ask_for_log": "`ask` records it",
    "sealed_export": "around the transaction of the caller, who records",
}


def calls() -> Iterator[tuple[str, ast.Call]]:
    """Every call by which something is recorded, with where it stands."""
    for path in below("suluh"):
        if path == AUDIT:  # here the one hands on to the other
            continue
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Call) and _called(node) in RECORDING:
                yield f"{name(path)}:{node.lineno}", node


def _called(node: ast.Call) -> str:
    function = node.func
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def _codes(call: ast.Call) -> set[str]:
    """The acts that a call may name: a text, a constant of the access room, or one of two."""
    found = call.args[1]
    named = [found.body, found.orelse] if isinstance(found, ast.IfExp) else [found]
    texts = {str(each.value) for each in named if isinstance(each, ast.Constant)}
    constants = {ast.unparse(each).rpartition(".")[2] for each in named}
    return texts | {CONSTANTS[each] for each in constants & CONSTANTS.keys()}


def _constants() -> Iterator[tuple[str, str]]:
    """Every text that a module of the access room gives a name in capitals."""
    for path in below("suluh"):
        for node in tree(path).body:
            if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant):
                yield ast.unparse(node.targets[0]), str(node.value.value)


CONSTANTS = {key: value for key, value in _constants() if key.isupper()}


def test_every_call_names_a_known_act_with_its_details() -> None:
    wrong = []
    for where, call in calls():
        told = {each.arg for each in call.keywords} - {"subject"}
        for code in _codes(call) or {"no text"}:
            known = acts().acts.get(code)
            # With **details a call may say fewer; what it says is judged when it runs.
            told_enough = told == set(known.details) if known and None not in told else known
            if not told_enough:
                wrong.append(f"{where} {code}")
    assert wrong == []


def test_every_act_is_recorded_somewhere() -> None:
    assert acts().acts.keys() == {code for _where, call in calls() for code in _codes(call)}


def _functions(folder: str) -> Iterator[tuple[Path, dict[str, ast.FunctionDef]]]:
    for path in sorted((ROOT / folder).glob("*.py")):
        yield (
            path,
            {each.name: each for each in tree(path).body if isinstance(each, ast.FunctionDef)},
        )


def _records(function: ast.FunctionDef, beside: dict[str, ast.FunctionDef]) -> bool:
    """It records, or a function beside it does that it calls."""
    called = {_called(node) for node in ast.walk(function) if isinstance(node, ast.Call)}
    if called & RECORDING:
        return True
    others = {key: value for key, value in beside.items() if key != function.name}
    return any(_records(others[each], others) for each in called & others.keys())


@pytest.mark.asvs("16.3.3")
def test_every_operation_of_an_actor_records_or_says_why_not() -> None:
    silent = {
        function.name
        for folder in OPERATIONS
        for _path, functions in _functions(folder)
        for function in functions.values()
        if not function.name.startswith("_")
        and any(each.arg == "actor" for each in function.args.args)
        and not _records(function, functions)
    }
    assert silent == set(SILENT)


def test_every_word_is_there_in_every_language_of_the_workspace() -> None:
    book = acts()
    for code, _name in LANGUAGES:
        assert all(act.words.get(code) for act in book.acts.values())
        assert all(words.get(code) for words in book.subjects.values())
        assert all(detail.label.get(code) for detail in book.details.values())
        reasons = book.details["reason"].codes.values()
        assert all(words.get(code) for words in reasons)


def test_every_subject_is_a_kind_of_row() -> None:
    known = {str(model._meta.model_name) for model in apps.get_models()}
    assert acts().subjects.keys() <= known


@pytest.mark.asvs("2.2.1", "16.2.5", "16.4.1")
@pytest.mark.parametrize(
    "details",
    [
        {"role": "Dewi Roe"},
        {"role": "+44 20 7946 0123"},
        {"role": ["editor", "Dewi Roe"]},
        {"role": 1},
        {"role": {"editor": "Dewi Roe"}},
        {"name": "editor"},
        {"created": 3},
        {"clock_behind": 3},
    ],
)
def test_nothing_but_known_codes_of_the_act_can_be_recorded(details: dict[str, object]) -> None:
    with pytest.raises(UnknownToTheLog) as refusal:
        acts().require("account.created", "account", details)
    assert "Dewi" not in str(refusal.value)
    assert "7946" not in str(refusal.value)


@pytest.mark.parametrize("number", ["3", 3.5, True, None, [3], {"three": 3}])
def test_a_number_is_a_whole_number(number: object) -> None:
    acts().require("directory.taken", "", {"services": 3})
    with pytest.raises(UnknownToTheLog):
        acts().require("directory.taken", "", {"services": number})


def test_an_act_is_done_to_its_own_kind_of_row() -> None:
    acts().require("account.closed", "account", {})
    with pytest.raises(UnknownToTheLog, match="not done to a service"):
        acts().require("account.closed", "service", {})
    with pytest.raises(UnknownToTheLog, match="no act"):
        acts().require("account.flown", "account", {})


def test_an_entry_of_an_earlier_version_is_still_said() -> None:
    role = acts().details["role"]
    assert role.say("editor", "en") == "role: Directory editor"
    assert role.say("harbour_master", "en") == "role: harbour_master"
    assert (
        acts().details["languages"].say(["en", "id"], "en")
        == "languages: English, Bahasa Indonesia"
    )


def test_a_file_that_contradicts_itself_is_refused() -> None:
    data = {
        "act": {"a.done": {"words": {"en": "did"}, "details": ["x"]}},
        "detail": {},
        "subject": {},
    }
    with pytest.raises(UnknownToTheLog, match=r"a\.done names x"):
        act_book(data, {})
