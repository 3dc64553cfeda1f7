"""The table of background jobs: what was done is forgotten."""

from __future__ import annotations

from django.core.management import call_command

KEPT = 7  # days: long enough to ask why a job stopped


def forget_done_jobs() -> None:
    """Delete jobs that ended some days ago: each says who worked on what, and when."""
    call_command("prune_db_task_results", "--queue-name=*", f"--min-age-days={KEPT}", verbosity=0)
