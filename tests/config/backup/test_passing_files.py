"""What is deleted within a day stays out of backups: above all what nobody masked yet."""

from __future__ import annotations

from tests.config.backup.conftest import Desk

INTAKE = "files/intakes/0593336b-f21b-42f0-9330-c3b243018116"
PASSING = (f"{INTAKE}/upload.xlsx", f"{INTAKE}/upload", "files/exports/log.age")
KEPT = (f"{INTAKE}/report.xlsx", f"{INTAKE}/outcome.json", "files/upload.txt")


def test_uploads_that_wait_and_files_that_left_are_in_no_backup(desk: Desk) -> None:
    for name in (*PASSING, *KEPT):
        (desk.home.root / name).parent.mkdir(parents=True, exist_ok=True)
        (desk.home.root / name).write_text("4 Harbour Lane")
    backup = desk.backup()
    desk.move_to("new machine")
    desk.run("restore", backup)
    assert not [name for name in PASSING if (desk.home.root / name).exists()]
    assert [name for name in KEPT if (desk.home.root / name).exists()] == list(KEPT)
