"""What can I use? The form, what comes of it, and what it leaves behind."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.test import Client, RequestFactory
from django.utils import translation

from suluh.directory.domain import eligibility
from suluh.directory.domain.eligibility import QUESTIONS, Answer, reasons_for
from suluh.door import asked as asking
from suluh.door.current import current_edition
from suluh.door.questions import questions
from suluh.door.reasons import in_words
from suluh.door.sealed import Sealer
from suluh.door.visit import Visit
from suluh.kernel.languages import LANGUAGES
from tests.door.conftest import Publish
from tests.door.reading import asked, spoken, words_and_links
from tests.door.sample import BY_KEY, with_values


def _link(html: str, words: str) -> str:
    links = re.findall(r'<a [^>]*href="([^"]+)"[^>]*>(.*?)</a>', html, re.DOTALL)
    found: str = next(url for url, inside in links if words in spoken(inside))
    return found


def test_nothing_is_chosen_beforehand_and_each_group_may_be_left_out(door: Client) -> None:
    html = door.get("/en/w").content.decode()
    assert " checked" not in html
    assert html.count("I do not want to say") == 3
    for question in QUESTIONS.values():
        for answer in question:
            assert f'value="{answer.value}"' in html


def test_who_says_nothing_sees_everything(door: Client) -> None:
    assert "12 services" in spoken(asked(door))


def test_answers_are_posted_and_stand_sealed_in_the_address(door: Client) -> None:
    response = door.post("/en/w", {"who": "man", "papers": "no_papers"})
    assert response.status_code == 303
    assert re.fullmatch(r"/en/q/[\w-]{60,}", response.headers["Location"])
    html = door.get(response.headers["Location"]).content.decode()
    addresses = "".join(re.findall(r'(?:href|action)="([^"]*)"', html))
    assert not re.search(r"\bman\b|papers", addresses)


def test_each_result_says_why_and_what_to_ask_and_what_it_costs_and_reports(door: Client) -> None:
    page = spoken(asked(door, who="man", papers="no_papers", police="no_police"))
    card = page[page.index("Harbour Lamp House") :]
    for words in (
        "They tell you where when you call.", "Why this fits you", "They take: Men, 18 and over",
        "Any nationality, with or without papers", "Police are told only if you say yes",
        "Ask first", "Which papers they ask for, we could not find out.",
        "They keep your phone.", "Cost: Nothing.", "Police: No. Only if you say yes.", "Court: No.",
        "Checked on 12 November 2026",
    ):  # fmt: skip
        assert words in card, words


def test_what_does_not_fit_is_counted_with_its_reason_and_can_be_shown(door: Client) -> None:
    html = asked(door, who="man", police="no_police")
    assert "1 service is not shown, because of what you said: Man, Police not told." in spoken(html)
    assert "Saint Orla Night Room" not in html
    shown = door.get(_link(html, "Show them anyway")).content.decode()
    page = spoken(shown)
    card = page[page.index("Saint Orla Night Room") :]
    assert "Why it does not fit They take only: Women, Girls under 18, Boys under 18" in card
    assert "They always tell the police." in card
    back = door.get(_link(shown, "Show only what may fit")).content.decode()
    assert "Saint Orla Night Room" not in back


def test_nothing_found_is_an_answer_with_other_ways(door: Client, publish: Publish) -> None:
    publish(BY_KEY["hotline"], with_values("night-room"), with_values("bare", types=["training"]))
    area = next(url for words, url in words_and_links(door, "/en/p") if "Lake Harrow" in words)
    kind = next(url for words, url in words_and_links(door, "/en/k") if "Safe place" in words)
    html = asked(door, who="man", kind=kind[-8:], area=area[-8:])
    page = spoken(html)
    assert "Nothing here fits all you said" in page
    assert "It is not your fault." in page
    for way in ("By phone now", "All kinds of help"):
        assert way in page[page.index("Other ways") :]
    by_phone = door.get(_link(html, "By phone now")).content.decode()
    assert "Oselia Help Line" in by_phone


def test_one_answer_less_is_offered_with_what_it_brings(door: Client, publish: Publish) -> None:
    publish(BY_KEY["night-room"])
    html = asked(door, who="man")
    assert "Without “Man” 1" in spoken(html)
    assert "Saint Orla Night Room" in door.get(_link(html, "Without “Man”")).content.decode()


def test_near_places_that_have_something_are_named(door: Client) -> None:
    area = next(url for words, url in words_and_links(door, "/en/p") if "Lake Harrow" in words)
    kind = next(url for words, url in words_and_links(door, "/en/k") if "Safe place" in words)
    html = asked(door, who="man", kind=kind[-8:], area=area[-8:])
    others = spoken(html)[spoken(html).index("Other ways") :]
    assert "Port Tamsin 1" in others
    assert "In all places 1" in others


def test_answers_can_be_changed_where_they_were_left(door: Client) -> None:
    html = asked(door, who="man", papers="no_papers")
    form = door.get(_link(html, "Change answers")).content.decode()
    assert re.findall(r'value="(\w*)" checked', form) == ["man", "no_papers"]


def test_a_kind_of_help_leads_to_the_questions_about_it(door: Client) -> None:
    kind = next(url for words, url in words_and_links(door, "/en/k") if "Safe place" in words)
    form = door.get(_link(door.get(kind).content.decode(), "What can I use?")).content.decode()
    assert f'value="{kind[-8:]}" selected' in form


@pytest.mark.parametrize("kind", ["results", "ask-again"])
@pytest.mark.parametrize("language", ["en", "km", "ar"])
@pytest.mark.parametrize("harm", ["cut", "forged", "another process"])
def test_an_address_that_opens_no_more_leads_to_the_start(
    door: Client, monkeypatch: pytest.MonkeyPatch, kind: str, language: str, harm: str
) -> None:
    url = door.post(f"/{language}/w", {"who": "man"}).headers["Location"]
    if kind == "ask-again":
        url = url.replace("/q/", "/w/")
    if harm == "cut":
        url = url[:-9]
    elif harm == "forged":
        url = url[:-9] + "AAAAAAAAA"
    else:
        monkeypatch.setattr(asking, "_sealer", Sealer())
    response = door.get(url)
    html = response.content.decode()
    assert response.status_code == 410
    assert 'class="strip" role="status"' in html
    assert 'class="tiles"' in html
    if language == "en":
        assert "That address was old. What you asked was not kept." in html


@pytest.mark.parametrize(
    "posted",
    [
        {"who": "nobody"}, {"who": "<script>"}, {"kind": "x" * 900, "area": "'; DROP"},
        {"status": "man"}, {"words": "\x00"}, {"words": "a" * 5000, "who": "man"},
        {"words": "<script>alert(1)</script>"}, {"kind": "\"><script>alert(1)</script>"},
    ],
)  # fmt: skip
def test_strange_answers_are_dropped(door: Client, posted: dict[str, str]) -> None:
    response = door.post("/en/w", posted, follow=True)
    assert response.status_code == 200
    assert "<script>alert" not in response.content.decode()


def test_everyday_words_find_the_kind_of_help(door: Client) -> None:
    assert "Papers Office" in spoken(asked(door, words="they took my passport"))


def test_words_and_answers_go_together(door: Client) -> None:
    page = spoken(asked(door, words="bed", who="woman"))
    assert "Harbour Lamp House" not in page
    assert "1 service is not shown" in page


# Each value of each field that a rule reads, one at a time and on a service that is well known.
KNOWN: dict[str, list[Any]] = {
    "serves": [["women"], ["men"], ["elders"], ["girls"], ["girls", "boys"], ["families"], []],
    "tells_police": ["elders", "always", "is_authority", "by_law", "never_without_consent", ""],
    "mandatory_reporting": [["always"], ["under_18"], ["none"]],
    "cooperation_condition": ["required", "optional", "none", ""],
    "identification_needed": ["formal_required", "presumed_ok", "none_anyone", ""],
    "still_in_situation": ["yes", "no", "ask", ""],
    "nationality_status": [["anyone"], ["nationals"], ["foreign_with_papers"], []],
    "documents": [["none"], ["passport"], ["police_report"], []],
    "come_without_documents": ["yes", "no", "ask", ""],
    "tells_immigration": ["always", "is_authority", ""],
    "who_can_refer": [["police"], ["ngo"]],
    "comes_with": [["alone"], ["children"], ["couples"]],
    "unaccompanied_children": ["yes", "no", "ask", ""],
    "guardian_consent": ["needed", "by_law", "not_needed", ""],
    "boys_up_to_age": [10],
    "minimum_age": [0, 20],
    "maximum_age": [12, 17, 30],
    "excludes_groups": [["lgbti"]],
    "exploitation_forms": [["sexual"], ["fishing"], []],
    "trafficking_specific": ["no", "yes"],
    "types": [["migrant_labour"], ["medical"]],
}
CASES: list[dict[str, Any]] = [
    {**base, key: value}
    for base in (
        {},
        {"documents": ["passport"], "serves": ["women"]},
        {"tells_police": "never_without_consent", "cooperation_condition": "none"},
    )
    for key, values in KNOWN.items()
    for value in values
]


def test_a_duty_to_report_is_never_promised_away_on_a_card(door: Client, publish: Publish) -> None:
    duty = {"tells_police": "never_without_consent", "mandatory_reporting": ["always"]}
    publish(with_values("bare", **duty))
    for html in (asked(door), asked(door, who="woman"), asked(door, police="no_police")):
        assert "Only if you say yes" not in html
        assert "only if you say yes" not in html


def test_other_words_keep_the_answers(door: Client) -> None:
    html = asked(door, who="man", police="no_police", words="bed")
    hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="(\w+)">', html))
    assert hidden == {"who": "man", "police": "no_police"}
    again = asked(door, **hidden, words="night")
    assert "Saint Orla Night Room" not in again


def test_who_cannot_name_it_is_not_told_that_they_said_no_status(
    door: Client, publish: Publish
) -> None:
    publish(BY_KEY["lawyers"])
    page = spoken(asked(door, work="work"))
    assert "because of what you said: Treated badly at work." in page


def test_whom_it_serves_stays_said_when_only_papers_were_asked(door: Client) -> None:
    assert "Women, Men" in spoken(asked(door, papers="no_papers"))


@pytest.mark.parametrize("language", ["en", "id", "km", "ar"])
def test_every_reason_has_words(door: Client, language: str) -> None:
    """A rule that nobody gave words to would break the page of whoever needs it most."""
    request = RequestFactory().get(f"/{language}/")
    visit = Visit(request, LANGUAGES[language], current_edition(), datetime.now(UTC))
    met = set()
    with translation.override(language):
        for values in CASES:
            for answer in Answer:
                for reason in reasons_for(values, answer):
                    assert in_words(visit, values, reason), reason
                    met.add(reason.because)
    source = Path(eligibility.__file__).read_text(encoding="utf-8")
    written = set(re.findall(r'asked\.(?:fits|ask|no)\(\s*"(\w+)"', source))
    assert written <= met


def test_choices_are_remembered_by_the_form_alone() -> None:
    chosen = [c.code for q in questions(frozenset({Answer.MAN})) for c in q.choices if c.chosen]
    assert chosen == ["man"]
