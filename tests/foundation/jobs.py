"""A job for test_database_url.py. A worker finds jobs by their module, so it needs one."""

from __future__ import annotations

from django_tasks import task


@task()
def remember(word: str) -> str:
    return word
