"""Templates: strict in tests, silent icons, components that show what they are given."""

from __future__ import annotations

from pathlib import Path

import lucide
import pytest
from django.template import Context, Template

from suluh.foundation import components as c
from suluh.foundation.strict_templates import UndefinedTemplateVariable
from tests.cast import Cast
from tests.conftest import Enter

ROOT = Path(__file__).parents[2] / "suluh"
INCLUDES = sorted((ROOT / "foundation/templates/workspace/components").glob("*.html"))


@pytest.mark.parametrize("source", ["{{ nobody }}", "{{ nobody.name }}", "{{ nobody|default:1 }}"])
def test_an_undefined_variable_stops_the_test(source: str) -> None:
    with pytest.raises(UndefinedTemplateVariable, match="nobody"):
        Template(source).render(Context({}))


def test_an_icon_is_inline_and_hidden_from_screen_readers() -> None:
    drawn = Template('{% load icons %}{% icon "store" 20 %}').render(Context({}))
    assert drawn.startswith("<svg")
    assert 'aria-hidden="true"' in drawn
    assert 'class="icon"' in drawn
    assert 'width="20"' in drawn


def test_an_arrow_turns_in_right_to_left() -> None:
    assert "icon-turns" in Template('{% load icons %}{% icon "arrow-left" %}').render(Context({}))


def test_an_unknown_icon_stops() -> None:
    with pytest.raises(lucide.IconDoesNotExist):
        Template('{% load icons %}{% icon "no-such-icon" %}').render(Context({}))


@pytest.mark.parametrize("path", INCLUDES, ids=lambda path: path.stem)
def test_every_component_begins_with_its_inputs(path: Path) -> None:
    first = path.read_text(encoding="utf-8").splitlines()[0]
    assert first.startswith("{#")
    assert "Inputs: " in first


def test_the_gallery_shows_every_component(cast: Cast, enter: Enter) -> None:
    response = enter(cast.ilya).get("/gallery/")
    used = {template.name for template in response.templates}
    shown = {f"workspace/components/{path.name}" for path in INCLUDES}
    elsewhere = {"workspace/components/form_errors.html"}  # sign-in shows it
    assert shown - elsewhere <= used


@pytest.mark.parametrize("path", sorted(ROOT.rglob("*.html")), ids=lambda path: path.name)
def test_no_template_holds_inline_script_or_style(path: Path) -> None:
    source = path.read_text(encoding="utf-8").lower()
    # The one script of the public door comes from a file, and its hash stands in the policy.
    source = source.replace("<script>{{ script }}</script>", "")
    for forbidden in ("<script>", " onclick=", " onload=", " onsubmit=", "javascript:"):
        assert forbidden not in source


def test_a_meter_adds_up_and_survives_nothing() -> None:
    meter = c.Meter((c.Share(1, "a", "good"), c.Share(0, "b", "ask"), c.Share(3, "c", "plain")))
    assert [(share.label, start, width) for share, start, width in meter.bars()] == [
        ("a", 0.0, 25.0),
        ("c", 25.0, 75.0),
    ]
    assert c.Meter((c.Share(0, "a", "good"),)).bars() == []


def test_a_row_that_lacks_a_cell_stops() -> None:
    table = c.Table("Services", (c.Column("a"), c.Column("b")), (c.RowGroup([[c.Cell("1")]]),))
    with pytest.raises(ValueError, match="shorter"):
        list(table.body())
