"""From everything in a file to drafts: recognise the file, then let its reader read it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePath

from suluh.directory.domain.records import Reading
from suluh.directory.intake.detect import FLAT, HSDS_JSON, source_format
from suluh.directory.intake.flat import read_flat
from suluh.directory.intake.hsds_json import from_documents
from suluh.directory.intake.hsds_package import read_package
from suluh.directory.intake.hsds_tables import from_tables
from suluh.directory.intake.mapping_shape import Mapping
from suluh.directory.intake.suluh_workbook import read_suluh, without_report_sheets
from suluh.directory.intake.tables import Contents

SULUH_SOURCE = "suluh-workbook"


@dataclass(frozen=True, slots=True)
class Options:
    """How to read a file.

    `mapping` is for tables that follow no standard (None: suggest one); `source` is the name
    under which identifiers are remembered ("": the file's own); `language` (BCP 47) that of
    texts that do not say; `country` (ISO 3166 alpha-2) and `timezone` (IANA) are for rows that
    name none.
    """

    mapping: Mapping | None = None
    source: str = ""
    language: str = "en"
    country: str = ""
    timezone: str = ""


def read(contents: Contents, *, name: str, options: Options) -> Reading:
    """Read a file into drafts. `name` is that of the file or folder as the user knows it.

    Raises nothing for bad content: all of it becomes problems of the reading. A mapping that is
    given is used even where the file looks like something else.
    """
    contents = without_report_sheets(contents)
    found = FLAT if options.mapping and contents.tables else source_format(contents)
    if found == "suluh":
        # Identifiers of a Suluh workbook mean the same whatever the file is called today.
        return read_suluh(contents, options.source or SULUH_SOURCE)
    source = options.source or own_name(contents) or PurePath(name).stem
    told = {
        "source": source, "language": options.language, "country": options.country,
        "timezone": options.timezone,
    }  # fmt: skip
    if found == FLAT:
        return read_flat(contents, options.mapping, **told)
    if found == HSDS_JSON:
        package, remarks = from_documents(contents.documents)
        reading = read_package(package, source_format=found, **told)
        reading.problems = [*remarks, *reading.problems]
        return reading
    return read_package(from_tables(contents.tables), source_format=found, **told)


def own_name(contents: Contents) -> str:
    """The name that a data package gives itself, "" when it has none."""
    package = contents.documents.get("datapackage.json")
    named = package.get("name") if isinstance(package, dict) else None
    return named if isinstance(named, str) else ""
