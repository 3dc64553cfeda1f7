"""How the tests read a page: its addresses, and its words as a person would hear them."""

from __future__ import annotations

import re
from html import unescape

from django.test import Client

from suluh.kernel.languages import LANGUAGES as KNOWN
from tests.door.sample import BY_KEY

LANGUAGES = tuple(KNOWN)


def address(kind: str, client: Client, language: str = "en") -> str:
    """The address of a page of the sample edition, by a name that tests can read."""
    if kind in BY_KEY:
        return f"/{language}/s/{BY_KEY[kind].code}"
    if kind in FIXED:
        return f"/{language}/{FIXED[kind]}"
    listed = words_and_links(client, f"/{language}/{LISTS[kind][0]}")
    return next(url for words, url in listed if LISTS[kind][1] in words)


FIXED = {"home": "", "ask": "w", "kinds": "k", "areas": "p", "search": "f", "safety": "h"}
LISTS = {"shelters": ("k", ""), "district": ("p", "Port Tamsin")}


def words_and_links(client: Client, url: str) -> list[tuple[str, str]]:
    page = client.get(url).content.decode()
    found = re.findall(r'<a [^>]*href="([^"]+)"[^>]*>(.*?)</a>', page, re.DOTALL)
    return [(spoken(words), link) for link, words in found]


def spoken(html: str) -> str:
    """The words of a page, without its markup and its style."""
    html = re.sub(r"<(style|script|svg|title)\b.*?</\1>", " ", html, flags=re.DOTALL)
    html = re.sub(r"</?bdi\b[^>]*>", "", html)  # stands inside a line, without a pause
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", html)).split())


def asked(client: Client, language: str = "en", **answers: str) -> str:
    """The page to which a posted "what can I use?" or search leads."""
    response = client.post(f"/{language}/w", answers, follow=True)
    assert response.status_code == 200
    return response.content.decode()


def page_of(client: Client, url: str) -> str:
    """The words of the page at `url`, which must be there."""
    response = client.get(url)
    assert response.status_code == 200, url
    return spoken(response.content.decode())
