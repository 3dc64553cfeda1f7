"""Background jobs: what was done some days ago is forgotten, what waits is not."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from django.utils.module_loading import import_string
from django_tasks_db.models import DBTaskResult
from pytest_django.fixtures import Settings

from suluh.config import processes
from suluh.config.job_table import KEPT, forget_done_jobs

pytestmark = pytest.mark.django_db


def job(status: str, days: int | None) -> DBTaskResult[..., None]:
    ended = timezone.now() - timedelta(days=days) if days is not None else None
    return DBTaskResult.objects.create(
        status=status, finished_at=ended, task_path="suluh.directory.jobs.check_intake",
        args_kwargs={"args": ["0593336b-f21b-42f0-9330-c3b243018116"], "kwargs": {}},
        backend_name="default", exception_class_path="", traceback="",
    )  # fmt: skip


def test_jobs_that_ended_are_forgotten_after_some_days(settings: Settings) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []}}
    gone = [job("SUCCESSFUL", KEPT + 1), job("FAILED", KEPT + 1)]
    kept = [job("SUCCESSFUL", KEPT - 1), job("FAILED", 0), job("READY", None)]
    forget_done_jobs()
    assert set(DBTaskResult.objects.all()) == set(kept)
    assert gone


def test_the_worker_does_it() -> None:
    assert import_string(processes.FORGET_JOBS) is forget_done_jobs
    assert processes.FORGET_JOBS in processes.BESIDE
