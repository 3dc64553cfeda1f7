"""Keep the message catalogues in step with the words of code and templates, without gettext tools.

`python -m suluh.config.catalogues` brings every locale/*/LC_MESSAGES/django.po up to date, and
`--check` only says which are not. A folder `locale` holds the words of what stands beside it,
except for a room that has a `locale` of its own.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

ROOMS = Path(__file__).resolve().parents[1]
_KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}


def extracted(folder: Path) -> Catalog:
    """The messages that the Python files and templates below `folder` ask for."""
    catalogue = Catalog(charset="utf-8")
    for path in _sources(folder):
        for line, message, _comments, context in extract(
            "python", _python_source(path), keywords=_KEYWORDS
        ):
            catalogue.add(message, locations=[(str(path), line)], context=context)
    return catalogue


def _sources(folder: Path) -> Iterator[Path]:
    apart = [each.parent for each in folder.rglob("locale") if each.parent != folder]
    for path in sorted([*folder.rglob("*.py"), *folder.glob("**/templates/**/*.*")]):
        if not any(path.is_relative_to(room) for room in apart):
            yield path


def _python_source(path: Path) -> io.BytesIO:
    text = path.read_text(encoding="utf-8")
    source = text if path.suffix == ".py" else templatize(text, origin=str(path))
    return io.BytesIO(source.encode())


def catalogues(rooms: Path = ROOMS) -> Iterator[tuple[Path, Catalog]]:
    """Every .po file, with the messages it should hold."""
    for folder in sorted(rooms.rglob("locale")):
        wanted = extracted(folder.parent)
        for path in sorted(folder.glob("*/LC_MESSAGES/django.po")):
            yield path, wanted


def read_catalogue(path: Path) -> Catalog:
    """One .po file; its language is the name of the folder it stands in."""
    with path.open("rb") as stream:
        return read_po(stream, locale=path.parts[-3])


def is_current(path: Path, wanted: Catalog) -> bool:
    """Whether the file asks for exactly the messages in `wanted`."""
    return _keys(read_catalogue(path)) == _keys(wanted)


def _keys(catalogue: Catalog) -> set[object]:
    return {(message.context, message.id) for message in catalogue if message.id}


def update(path: Path, wanted: Catalog) -> None:
    """Add what is missing, untranslated, and drop what nobody asks for any more."""
    catalogue = read_catalogue(path)
    catalogue.update(wanted, no_fuzzy_matching=True)
    with path.open("wb") as stream:
        write_po(
            stream, catalogue, width=100, no_location=True, sort_output=True, ignore_obsolete=True
        )


def main(arguments: Sequence[str]) -> int:
    """Update the catalogues, or with --check say which are stale. Returns the exit status."""
    stale = [(path, wanted) for path, wanted in catalogues() if not is_current(path, wanted)]
    names = ", ".join(str(path.relative_to(ROOMS)) for path, _wanted in stale)
    if "--check" in arguments:
        if stale:
            print(f"Messages out of date: {names}. Run make messages.", file=sys.stderr)
        return 1 if stale else 0
    for path, wanted in stale:
        update(path, wanted)
    print(f"Messages brought up to date: {names or 'nothing to do'}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
