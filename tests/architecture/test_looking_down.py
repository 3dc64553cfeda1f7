"""What imports do not show: foreign keys, templates and migrations look down as well."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.db.migrations.loader import MigrationLoader
from django.db.models import Field, ForeignKey

from tests.architecture.source import ROOMS, ROOT, below, height, name, room_of

LINK = re.compile(r"""{%\s*(?:url|include|extends)\s+["']([^"':/]+)[:/]""")


def _room_of_app(label: str) -> str:
    """The room of an app of ours, "" for one of another package."""
    parts = apps.get_app_config(label).name.split(".")
    return parts[1] if parts[0] == "suluh" else ""


def _foreign_keys() -> Iterator[tuple[str, str, ForeignKey[object, object]]]:
    for model in apps.get_models():
        own = _room_of_app(model._meta.app_label)
        for field in model._meta.get_fields():
            if own and isinstance(field, Field) and isinstance(field, ForeignKey):
                yield own, _room_of_app(field.related_model._meta.app_label), field


def test_foreign_keys_point_down() -> None:
    upward = [str(field) for own, other, field in _foreign_keys() if height(other) > height(own)]
    assert upward == []


def test_a_lower_room_does_not_learn_who_points_at_it() -> None:
    """Without `related_name="+"` a higher room's rows could be reached without their scope."""
    told = [
        str(field)
        for own, other, field in _foreign_keys()
        if other and own != other and not field.remote_field.hidden
    ]
    assert told == []


def test_migrations_depend_down() -> None:
    disk = MigrationLoader(None, ignore_no_migrations=True).disk_migrations
    labels = {config.label for config in apps.get_app_configs()}
    upward = [
        f"{app}.{migration} -> {other}"
        for (app, migration), found in disk.items()
        for other, _name in found.dependencies
        if other in labels
        and _room_of_app(app)
        and height(_room_of_app(other)) > height(_room_of_app(app))
    ]
    assert upward == []


def test_every_migration_says_what_it_does() -> None:
    automatic = re.compile(r"\d{4}_(auto_|alter_\w+_and_more)")
    migrations = (ROOT / "suluh").glob("*/migrations/0*.py")
    assert [name(path) for path in migrations if automatic.match(path.name)] == []


@pytest.mark.parametrize("path", list(below("suluh", suffix=".html")), ids=name)
def test_a_template_uses_its_own_room_or_lower_ones(path: Path) -> None:
    used = {first for first in LINK.findall(path.read_text("utf-8")) if first in ROOMS}
    assert {room for room in used if height(room) > height(room_of(path))} == set()
