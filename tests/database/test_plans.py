"""The second wall costs little: indexes are used behind it, and it is worked out once a statement.

20 agencies, 20,000 rows in each of the long tables.
"""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.db.models import QuerySet

from suluh.access import log
from suluh.access.actor import Actor
from suluh.access.queries.actors import operator
from suluh.directory import queries
from suluh.directory.models import Contact, Service
from suluh.directory.operations.reports import open_reports
from suluh.foundation.row_security import rows_of_agency
from tests.cast import Cast
from tests.database.protected import furnish
from tests.database.triggers import as_owner

AGENCIES, EACH = 20, 1_000

# From one row many, which differ in the columns of `new`.
_MORE = """
    INSERT INTO {table} SELECT made.* FROM {table} model, {source},
        LATERAL jsonb_populate_record(model, jsonb_build_object({new})) made
    WHERE model.id = (SELECT id FROM {table} LIMIT 1)
"""
_PER_AGENCY = f"access_agency agency, generate_series(101, {100 + EACH}) number"
_OWN = "'id', gen_random_uuid(), 'agency_id', agency.id"
MORE = (
    (
        "access_agency",
        "'id', gen_random_uuid(), 'slug', 'office-' || number",
        f"generate_series(1, {AGENCIES - 2}) number",
    ),
    (
        "directory_service",
        f"{_OWN}, 'hsds_id', gen_random_uuid(), 'organization_id', NULL,"
        " 'name', jsonb_build_object('en', 'Lamp ' || number)",
        _PER_AGENCY,
    ),
    ("access_auditentry", f"{_OWN}, 'sequence', number", _PER_AGENCY),
    (
        "directory_contact",
        "'id', gen_random_uuid(), 'service_id', service.id",
        "directory_service service",
    ),
    (
        "directory_readerreport",
        "'id', gen_random_uuid(), 'agency_id', service.agency_id, 'service_id', service.id",
        "(SELECT * FROM directory_service WHERE organization_id IS NULL) service",
    ),
)

pytestmark = [pytest.mark.postgres_only, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def crowd(cast: Cast) -> Cast:
    """Many agencies with many rows, and statistics about them, which only the owner may gather."""
    furnish(cast.port_tamsin, cast.ilya)
    for table, new, source in MORE:
        with connection.cursor() as cursor:
            cursor.execute(_MORE.format(table=table, new=new, source=source))
    with as_owner() as owner:
        owner.execute("ANALYZE")
    return cast


def _plan(queryset: QuerySet[Any]) -> list[dict[str, Any]]:
    """Every node of the plan, the outermost first."""
    (found,) = json.loads(queryset.explain(format="json", verbose=True))
    return _nodes(found["Plan"])


def _nodes(node: dict[str, Any]) -> list[dict[str, Any]]:
    return [node, *(each for below in node.get("Plans", ()) for each in _nodes(below))]


def _scans(nodes: list[dict[str, Any]], table: str) -> set[str]:
    """How the table is read; a bitmap is made from an index."""
    return {each["Node Type"] for each in nodes if each.get("Relation Name") == table}


def _main_queries(actor: Actor, service: UUID) -> dict[str, tuple[QuerySet[Any], str]]:
    return {
        "one service": (queries.services(actor).filter(pk=service), "directory_service"),
        "one service, whoever asks": (
            Service.objects.unscoped(reason="a test").filter(pk=service), "directory_service",
        ),
        "the services": (queries.services_named(actor, "")[:50], "directory_service"),
        "services by name": (queries.services_named(actor, "lamp 7")[:50], "directory_service"),
        "contacts": (Contact.objects.filter(service__in=[service]), "directory_contact"),
        "the log": (log.entries(actor)[:50], "access_auditentry"),
        "reports": (open_reports(actor), "directory_readerreport"),
    }  # fmt: skip


def test_the_lists_of_an_agency_use_their_indexes(crowd: Cast) -> None:
    actor = operator(crowd.port_tamsin)
    with rows_of_agency(crowd.port_tamsin.pk):
        service = Service.objects.visible_to(actor)[0].pk
        for name, (queryset, table) in _main_queries(actor, service).items():
            nodes = _plan(queryset)
            read = _scans(nodes, table)
            assert read, name
            assert read <= {"Index Scan", "Bitmap Heap Scan", "Index Only Scan"}, (name, nodes)
            _require_worked_out_once(name, nodes)


def _require_worked_out_once(name: str, nodes: list[dict[str, Any]]) -> None:
    asking = [each for each in nodes if "current_setting" in json.dumps(each | {"Plans": []})]
    assert asking, f"{name}: no policy stands in the plan"
    assert {each.get("Parent Relationship") for each in asking} == {"InitPlan"}, (name, asking)


def test_to_read_without_a_scope_is_found_by_its_plan(crowd: Cast) -> None:
    """That this test can see: without any condition every row is looked at."""
    with rows_of_agency(crowd.port_tamsin.pk):
        nodes = _plan(Service.objects.unscoped(reason="a test").all())
    assert _scans(nodes, "directory_service") == {"Seq Scan"}
