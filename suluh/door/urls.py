"""The addresses of the public door. A browser's history shows them, so none says what was read:

the language, one letter, and an opaque code. What a reader types is posted, never in an address.
"""

from __future__ import annotations

from django.urls import path, re_path

from suluh.door import find, pages

app_name = "door"
urlpatterns = [
    path("", pages.start, name="start"),
    path("<slug:language>/", pages.home, name="home"),
    path("<slug:language>/k", pages.kinds, name="kinds"),
    path("<slug:language>/p", pages.areas, name="areas"),
    path("<slug:language>/h", pages.safety, name="safety"),
    path("<slug:language>/i/<slug:code>", pages.part, name="part"),
    # What can I use? Words and answers are posted; what was asked stands sealed in an address.
    path("<slug:language>/f", find.search, name="search"),
    path("<slug:language>/w", find.ask, name="ask"),
    path("<slug:language>/w/n/<slug:kind>", find.ask, name="ask-kind"),
    path("<slug:language>/w/<slug:sealed>", find.ask, name="ask-again"),
    path("<slug:language>/q/<slug:sealed>", find.results, name="results"),
    path("<slug:language>/q/<slug:sealed>/<int:part>", find.results, name="results-part"),
    # Lists that anybody would see: of a kind of help, of a place, of both.
    path("<slug:language>/n/<slug:kind>", find.listed, name="kind"),
    path("<slug:language>/n/<slug:kind>/<int:part>", find.listed, name="kind-part"),
    path("<slug:language>/a/<slug:area>", find.listed, name="area"),
    path("<slug:language>/a/<slug:area>/<int:part>", find.listed, name="area-part"),
    path("<slug:language>/b/<slug:kind>/<slug:area>", find.listed, name="both"),
    path("<slug:language>/b/<slug:kind>/<slug:area>/<int:part>", find.listed, name="both-part"),
    path("<slug:language>/print/<slug:area>", pages.printed, name="print"),
    path("<slug:language>/print/<slug:area>/<int:part>", pages.printed, name="print-part"),
    # One service; posted to, one tap that says something is wrong with it.
    path("<slug:language>/s/<slug:code>", pages.service, name="service"),
    # Whatever else was asked for gets a calm page in the reader's language.
    re_path("", pages.elsewhere, name="elsewhere"),
]
