"""Pages that are one list: settings, rules, permissions."""

from __future__ import annotations

from suluh.access.domain.roles import Role
from suluh.access.roles import roles
from suluh.config.documentation.markdown import page, table
from suluh.directory.rules import Rule, rules
from suluh.foundation.environment import VARIABLES, Variable


def settings_page() -> str:
    """docs/settings.md: every environment variable."""
    rows = [(f"`{v.name}`", _default(v), v.meaning) for v in VARIABLES]
    return page(
        "suluh/foundation/environment.py",
        "# Settings",
        "An installation is set up by environment variables. None is needed to begin.",
        "A variable marked *secret* may also be given as a file: `NAME_FILE` holds its path.",
        table(("variable", "when not set", "meaning"), rows),
    )


def _default(variable: Variable) -> str:
    shown = f"`{variable.default}`" if variable.default else "empty"
    return f"{shown} *(secret)*" if variable.secret else shown


def rules_page() -> str:
    """docs/rules.md: every rule of the check, most useful to mend first."""
    known = sorted(rules().values(), key=lambda rule: (rule.severity, rule.rank, rule.id))
    headers = ("rule", "severity", "what is wrong", "how to mend it", "Miami set")
    return page(
        "suluh/directory/data/rules/",
        "# Rules of the check",
        "`suluh directory check` reports problems by these rules. Only an *error* keeps a row in "
        "quarantine; a *warning* asks someone to look. Values in braces are filled from the row.",
        "The last column names the key of the measured Miami set that a rule reproduces. That set "
        "also counts distinct language strings and services mentioning trafficking: neither is a "
        "problem, so neither is a rule. Duplicates count every occurrence after the first.",
        table(headers, [_rule_row(rule) for rule in known]),
    )


def _rule_row(rule: Rule) -> tuple[str, ...]:
    return (
        f"`{rule.id}`",
        str(rule.severity),
        f"**{rule.title['en']}.** {rule.message['en']}",
        rule.mend["en"],
        rule.expected_defect,
    )


def permissions_page() -> str:
    """docs/permissions.md: what each role may do."""
    book = roles()
    known = list(book.roles.values())
    rows = [
        (
            f"`{code}`" + (" *2nd*" if capability.guarded else ""),
            capability.words["en"],
            *(_mark(role, code) for role in known),
        )
        for code, capability in book.capabilities.items()
    ]
    return page(
        "suluh/access/data/roles.toml",
        "# Permissions",
        "What an account may do follows from its role in its agency, and how far it reaches: "
        "`agency` is everything of the office, `team` and `own` are what the team or the person "
        "made, `create` makes and reads nothing back. No role sees everything. An office can make "
        "roles of its own. *2nd*: the role needs a second factor at sign-in. *emergency*: can be "
        "opened for three hours, with a reason. The operator is whoever sits at the command line "
        "of the machine; no account can have that role.",
        table(("capability", "may", *(role.label("en") for role in known)), rows),
    )


def _mark(role: Role, capability: str) -> str:
    if capability in role.emergency:
        return "*emergency*"
    return " and ".join(sorted(role.grants.get(capability, ())))
