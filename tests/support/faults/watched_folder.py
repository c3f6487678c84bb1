"""A watched folder whose disk is full while pictures come in."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.support.disks import mounted_disk
from tests.support.faults.site import SETTINGS, Site
from tests.support.faults.table import Row
from tests.support.faults.visitors import PICTURE
from tests.support.scale.processes import attempts
from tests.support.scale.services import ROOT

PICTURES, MEGABYTES = 200, 8
FULL_SECONDS = 5.0


def fill_disk(site: Site) -> Row:
    """Fill the disk of a watched folder, make room, and count the lines."""
    row = Row("The watched folder's disk full", requests=PICTURES)
    with (
        TemporaryDirectory() as name,
        mounted_disk(Path(name) / "disk", MEGABYTES) as disk,
    ):
        folder, output = disk.folder / "in", disk.folder / "out.jsonl"
        put_pictures(folder)
        process = watch(folder, output)
        try:
            wait_for(lambda: count_lines(output) >= PICTURES // 10)
            disk.fill()
            time.sleep(FULL_SECONDS)
            before, row.failed = count_lines(output), "0, it waits and says so"
            row.expect(before < PICTURES, "the disk was full too late")
            disk.make_room()
            over = time.monotonic()
            wait_for(lambda: count_lines(output) > before)
            row.seconds = time.monotonic() - over
            wait_for(lambda: not list(folder.glob("*.png")))
        finally:
            process.terminate()
            _, stderr = process.communicate(timeout=60)
        row.expect("Waiting: " in stderr, "it did not say that it waits")
        compare(row, folder, output)
    return row


def put_pictures(folder: Path) -> None:
    folder.mkdir()
    for number in range(PICTURES):
        (folder / f"{number}.png").write_bytes(PICTURE + b"%d" % number)


def watch(folder: Path, output: Path) -> subprocess.Popen:
    command = [sys.executable, "manage.py", "watchphotos", str(folder)]
    command += ["--output", str(output), "--interval", "0.5", "--stable", "0"]
    environment = {"DJANGO_DEBUG": "1", **SETTINGS}
    return subprocess.Popen(
        command,
        cwd=ROOT,
        env=os.environ | environment,
        stderr=subprocess.PIPE,
        text=True,
    )


def wait_for(is_so) -> None:
    for _ in attempts(120):
        if is_so():
            return


def count_lines(output: Path) -> int:
    return output.read_bytes().count(b"\n") if output.exists() else 0


def compare(row: Row, folder: Path, output: Path) -> None:
    """Compare lines and moved files: each picture once in both."""
    lines = [json.loads(line)["file"] for line in output.open()]
    moved = {str(path) for path in (folder / "done").iterdir()}
    row.rows_without_file = len(set(lines) - moved)
    row.files_without_row = len(moved - set(lines))
    row.expect(len(lines) == len(set(lines)) == PICTURES, f"{len(lines)} lines")
    row.expect(set(lines) == moved, "lines and files differ")
