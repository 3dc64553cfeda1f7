"""The addresses of the public door. A browser's history shows them, so none says what was read:

the language, one letter, and an opaque code. What a reader types is posted, never in an address.
"""

from __future__ import annotations

from django.urls import path, re_path

from suluh.door import notices, pages

app_name = "door"
urlpatterns = [
    path("", pages.start, name="start"),
    path("<slug:language>/", pages.home, name="home"),
    path("<slug:language>/k", pages.kinds, name="kinds"),
    path("<slug:language>/p", pages.areas, name="areas"),
    path("<slug:language>/f", pages.search, name="search"),
    path("<slug:language>/h", pages.safety, name="safety"),
    path("<slug:language>/n/<slug:kind>", pages.results, name="kind"),
    path("<slug:language>/n/<slug:kind>/<int:part>", pages.results, name="kind-part"),
    path("<slug:language>/a/<slug:area>", pages.results, name="area"),
    path("<slug:language>/a/<slug:area>/<int:part>", pages.results, name="area-part"),
    path("<slug:language>/b/<slug:kind>/<slug:area>", pages.results, name="both"),
    path("<slug:language>/b/<slug:kind>/<slug:area>/<int:part>", pages.results, name="both-part"),
    path("<slug:language>/s/<slug:code>", pages.service, name="service"),
    path("<slug:language>/print/<slug:area>", pages.printed, name="print"),
    path("<slug:language>/print/<slug:area>/<int:part>", pages.printed, name="print-part"),
    # Whatever else was asked for gets a calm page in the reader's language.
    re_path("", notices.not_here, name="elsewhere"),
]
