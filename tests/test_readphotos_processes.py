"""Folders read in processes: all at once, stopped, killed, and gone on with."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.support.drawing import encoded, page_of

pytestmark = pytest.mark.slow
ROOT = Path(__file__).parent.parent
COUNT = 200
PATIENCE_SECONDS = 120


@pytest.fixture
def folder(tmp_path):
    """Return a folder with many names of one picture, and one that is no picture."""
    folder = tmp_path / "pictures"
    folder.mkdir()
    seven = tmp_path / "seven"
    seven.write_bytes(encoded(page_of("7", size=60)))
    for i in range(COUNT):
        (folder / f"{i:03}.png").hardlink_to(seven)
    return folder


@pytest.fixture
def begin(folder, tmp_path):
    """Return a function that begins to read the folder, by default all as sevens."""
    begun = []

    def build(*options, engine="tests.support.engines.load_seven"):
        environment = os.environ | {
            "DJANGO_SETTINGS_MODULE": "digitsite.settings",
            "DIGIT_ENGINE": engine,
        }
        command = [sys.executable, "manage.py", "readphotos", str(folder)]
        begun.append(
            subprocess.Popen(
                [*command, "--output", str(tmp_path / "out.jsonl"), *options],
                env=environment,
                cwd=ROOT,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
                start_new_session=True,
            )
        )
        return begun[-1]

    yield build
    for process in begun:
        process.kill()
        process.communicate()


@pytest.fixture
def output(tmp_path):
    return tmp_path / "out.jsonl"


def end(process):
    """Wait for the end; return the exit code and what stood on stderr."""
    _, stderr = process.communicate(timeout=PATIENCE_SECONDS)
    return process.returncode, stderr


def wait_until(is_so):
    late = time.monotonic() + PATIENCE_SECONDS
    while not is_so():
        assert time.monotonic() < late
        time.sleep(0.01)


def has_begun(output):
    return lambda: output.exists() and output.read_bytes().count(b"\n") >= 3


def names(output):
    return [Path(json.loads(line)["file"]).name for line in output.open()]


def children(process):
    listed = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    return [int(pid) for pid in listed.read_text().split()]


def is_over(pid):
    return not Path(f"/proc/{pid}").exists()


def test_every_picture_is_read_once_and_in_order(begin, folder, output):
    (folder / "bad.png").write_bytes(b"no picture")
    code, stderr = end(begin("--jobs", "3"))
    assert names(output) == sorted(os.listdir(folder))
    assert f"{COUNT} read, 1 refused." in stderr
    assert code == 1


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_stop_ends_cleanly_and_keeps_what_was_read(begin, output, folder, number):
    process = begin("--jobs", "2")
    wait_until(has_begun(output))
    # A terminal sends Ctrl-C to all of them.
    os.killpg(process.pid, number) if number == signal.SIGINT else process.terminate()
    code, stderr = end(process)
    assert code == 130
    assert "stopped" in stderr
    assert "Traceback" not in stderr
    read = names(output)
    assert 3 <= len(read) < COUNT
    assert read == sorted(os.listdir(folder))[: len(read)]
    assert end(begin("--jobs", "2"))[0] == 0
    assert names(output) == sorted(os.listdir(folder))


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="there is no /proc")
def test_a_kill_leaves_no_process_and_is_gone_on_from(begin, output, folder):
    process = begin("--jobs", "2")
    wait_until(has_begun(output))
    helpers = children(process)
    assert len(helpers) >= 2
    process.kill()
    process.wait()
    wait_until(lambda: all(map(is_over, helpers)))
    with output.open("a") as file:
        file.write('{"file": "half a li')
    assert end(begin())[0] == 0
    assert names(output) == sorted(os.listdir(folder))


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="there is no /proc")
def test_the_end_of_a_worker_process_is_reported(begin, output):
    process = begin("--jobs", "2")
    wait_until(has_begun(output))
    os.kill(children(process)[-1], signal.SIGKILL)
    code, stderr = end(process)
    assert code == 2
    assert "A process was killed" in stderr


def test_without_a_model_nothing_is_said_of_pictures(begin, output):
    code, stderr = end(begin(engine="tests.support.engines.load_nothing"))
    assert code == 2
    assert "There is no model" in stderr
    assert output.read_text() == ""


@pytest.mark.model
def test_the_networks_read_a_folder(tmp_path):
    (tmp_path / "a.png").write_bytes(encoded(page_of("305")))
    done = subprocess.run(
        [sys.executable, "manage.py", "readphotos", tmp_path, "--format", "csv"],
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "digitsite.settings"},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert ",305," in done.stdout
    assert "oneDNN" not in done.stderr
