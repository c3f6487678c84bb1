"""Folders watched by processes that are killed, stopped, and out of disk space."""

import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest

from tests.support.disks import mounted_disk
from tests.support.drawing import encoded, page_of

pytestmark = pytest.mark.slow
ROOT = Path(__file__).parent.parent
COUNT, KILLS = 60, 2
PATIENCE_SECONDS = 120


@pytest.fixture
def begin():
    """Return a function that begins to watch a folder, and sees sevens."""
    begun = []

    def build(folder, output, *options):
        environment = os.environ | {
            "DJANGO_SETTINGS_MODULE": "digitsite.settings",
            "DJANGO_DEBUG": "1",
            "DIGIT_ENGINE": "tests.support.engines.load_seven",
        }
        command = [sys.executable, "manage.py", "watchphotos", str(folder)]
        command += ["--output", str(output), "--interval", "0.1", "--stable", "0.2"]
        process = subprocess.Popen(
            [*command, *options],
            env=environment,
            cwd=ROOT,
            stderr=subprocess.PIPE,
            text=True,
        )
        begun.append(process)
        return process

    yield build
    for process in begun:
        process.kill()
        process.communicate()


def fill(folder: Path, count: int = COUNT) -> None:
    """Put pictures of different contents into a folder."""
    folder.mkdir(exist_ok=True)
    seven = encoded(page_of("7", size=60))
    for i in range(count):
        (folder / f"{i:03}.png").write_bytes(seven + b"%d" % i)


def wait_until(is_so):
    late = time.monotonic() + PATIENCE_SECONDS
    while not is_so():
        assert time.monotonic() < late
        time.sleep(0.01)


def count_lines(output: Path) -> int:
    return output.read_bytes().count(b"\n") if output.exists() else 0


def test_each_picture_has_one_line_however_often_the_process_is_killed(begin, tmp_path):
    folder, output = tmp_path / "in", tmp_path / "out.jsonl"
    fill(folder)
    (folder / "bad.png").write_bytes(b"no picture")
    for _ in range(KILLS):
        process, before = begin(folder, output), count_lines(output)
        wait_until(lambda before=before: count_lines(output) >= before + 3)
        process.kill()
        process.wait()
    assert count_lines(output) < COUNT
    process = begin(folder, output)
    wait_until(lambda: not list(folder.glob("*.png")))
    process.send_signal(signal.SIGTERM)
    _, err = process.communicate(timeout=PATIENCE_SECONDS)
    assert (process.returncode, "Traceback" in err) == (0, False)
    contents = Counter(json.loads(line)["sha256"] for line in output.open())
    assert (len(contents), set(contents.values())) == (COUNT + 1, {1})
    assert len(os.listdir(folder / "done")) == COUNT
    assert sorted(os.listdir(folder / "failed")) == ["bad.png", "bad.png.json"]


def test_on_a_full_disk_nothing_is_lost_and_it_goes_on_by_itself(begin, tmp_path):
    with mounted_disk(tmp_path / "disk", megabytes=4) as disk:
        folder, output = disk.folder / "in", disk.folder / "out.jsonl"
        fill(folder, count=20)
        disk.fill()
        process = begin(folder, output)
        assert "Waiting: " in process.stderr.readline()
        assert len(list(folder.glob("*.png"))) == 20
        disk.make_room()
        wait_until(lambda: not list(folder.glob("*.png")))
        process.terminate()
        _, err = process.communicate(timeout=PATIENCE_SECONDS)
        assert (process.returncode, "Going on." in err) == (0, True)
        assert len({json.loads(line)["sha256"] for line in output.open()}) == 20
        assert count_lines(output) == len(os.listdir(folder / "done")) == 20
