"""Files of a folder are read once, moved, tried again, and given up."""

import errno
import json
import os
from concurrent.futures.process import BrokenProcessPool

import pytest

from recognizer.bulk.formats import FileResult
from recognizer.bulk.watching.patience import Patience
from recognizer.bulk.watching.watcher import CHUNK, MAX_ATTEMPTS, MAX_IDLE_SECONDS
from recognizer.errors import ModelUnavailable
from tests.support.watching import REFUSAL, Folder, InProcessPool, digest, read

FULL = OSError(errno.ENOSPC, "No space left on device")


def fail(error):
    raise error


@pytest.fixture
def folder(tmp_path):
    folder = Folder(tmp_path / "in")
    yield folder
    folder.close()


def test_a_picture_is_read_and_moved(folder):
    folder.put("a.png")
    folder.take()
    path = str(folder.path / "done" / "a.png")
    reading = {"verdict": "read", "text": "7", "sha256": digest("a.png")}
    assert folder.lines == [{"file": path} | reading]
    assert folder.names == ["done/a.png"]
    assert folder.messages == ["1 read."]


def test_a_refused_picture_has_its_reason_beside_it(folder):
    folder.put("a.png", "bad")
    folder.take()
    assert folder.names == ["failed/a.png", "failed/a.png.json"]
    reason = json.loads((folder.path / "failed" / "a.png.json").read_text())
    assert reason == {"file": "a.png", "sha256": digest("bad")} | REFUSAL
    assert [line["code"] for line in folder.lines] == ["unsupported_format"]


@pytest.mark.parametrize("text", ["7", "bad"])
def test_a_content_is_read_once_whatever_it_is_called(folder, text):
    for name in ("a.png", "b.png"):
        folder.put(name, text)
    folder.take()
    folder.put("a.png", text)
    folder.take(task=None)
    assert len(folder.lines) == 1
    moved = [name for name in folder.names if name.endswith(".png")]
    assert [os.path.basename(n) for n in moved] == ["a-2.png", "a.png", "b.png"]
    assert folder.messages[-1] == "1 read before."


def test_another_content_of_the_same_name_is_read(folder):
    for text in "12":
        folder.put("a.png", text)
        folder.take()
    assert folder.names == ["done/a-2.png", "done/a.png"]
    assert [os.path.basename(line["file"]) for line in folder.lines] == [
        "a.png",
        "a-2.png",
    ]


def test_a_refused_picture_that_is_put_back_is_read_again(folder):
    folder.put("a.png", "bad")
    folder.take()
    (folder.path / "failed" / "a.png").rename(folder.path / "a.png")
    folder.take(task=lambda path: FileResult(path, {"verdict": "read"}))
    assert folder.names == ["done/a.png"]
    assert [line.get("verdict") for line in folder.lines] == [None, "read"]


def test_a_picture_whose_file_was_taken_from_done_is_not_read_again(folder):
    folder.put("a.png")
    folder.take()
    (folder.path / "done" / "a.png").unlink()
    folder.put("a.png")
    folder.take(task=None)
    assert folder.names == ["done/a.png"]


def test_a_picture_that_changes_while_it_is_read_is_read_anew(folder):
    def change(path):
        result = read(path)
        folder.put("a.png", "changed")
        return result

    folder.put("a.png")
    folder.take(task=change)
    assert folder.lines == []
    folder.take()
    assert [line["sha256"] for line in folder.lines] == [digest("changed")]


def test_many_files_are_read_in_order(folder):
    names = [f"{i:03}.png" for i in range(2 * CHUNK + 3)]
    for name in names:
        folder.put(name)
    folder.take()
    assert [os.path.basename(line["file"]) for line in folder.lines] == names


def fail_to_open(path):
    return FileResult(path, error="Permission denied")


def test_a_file_that_can_not_be_opened_is_tried_again_and_then_given_up(folder):
    folder.put("a.png")
    for _ in range(MAX_ATTEMPTS - 1):
        folder.take(task=fail_to_open)
        assert folder.names == ["a.png"]
    folder.take(task=fail_to_open)
    assert folder.names == ["failed/a.png", "failed/a.png.json"]
    reason = json.loads((folder.path / "failed" / "a.png.json").read_text())
    assert reason["code"] == "unreadable_file"
    assert "Permission denied" in reason["detail"]
    assert folder.lines == []


def test_a_file_that_can_not_be_hashed_is_tried_again(folder, monkeypatch):
    folder.put("a.png")
    with monkeypatch.context() as patch:
        patch.setattr("hashlib.file_digest", lambda *_: fail(FULL))
        folder.take()
    assert folder.messages == ["1 to try again."]
    folder.take()
    assert folder.names == ["done/a.png"]


def test_the_pauses_between_attempts_grow(folder):
    tries = []

    def fail_now(path):
        tries.append(folder.now)
        return fail_to_open(path)

    folder.put("a.png")
    watcher = folder.open(task=fail_now)
    for second in range(16):
        folder.now = float(second)
        watcher.take_present()
    assert tries == [0, 2, 6, 14]


class BrokenPool(InProcessPool):
    """Ends when it reads a file of this name."""

    def run(self, task, names, stop):
        for name in names:
            if name.endswith("poison.png"):
                raise BrokenProcessPool
            yield task(name)


def test_a_file_that_ends_its_process_is_isolated_and_reported(folder):
    for name in ("a.png", "poison.png", "z.png"):
        folder.put(name)
    folder.take(open_pool=BrokenPool)
    assert folder.names == ["done/a.png", "poison.png", "z.png"]
    for _ in range(MAX_ATTEMPTS):
        folder.take(open_pool=BrokenPool)
    codes = {os.path.basename(n["file"]): n.get("code") for n in folder.lines}
    assert codes == {"a.png": None, "z.png": None, "poison.png": "server_error"}
    assert len(folder.lines) == 3


@pytest.mark.parametrize("error", [ModelUnavailable(), FULL])
def test_what_is_no_fault_of_a_file_counts_no_attempt(folder, error):
    folder.put("a.png")
    with pytest.raises(type(error)):
        folder.take(task=lambda path: fail(error))
    watcher = folder.open()
    assert watcher.state.get_attempts("a.png") == 0


def block(path):
    return FileResult(path, error="Storage is away.", is_blocked=True)


def test_a_storage_that_is_away_is_waited_for(folder):
    left = [block, block, read]
    folder.put("a.png")
    watcher = folder.open(task=lambda path: left.pop(0)(path), is_endless=True)
    for _ in range(3):
        watcher.take_present()
    assert folder.names == ["done/a.png"]
    assert folder.messages == ["Waiting: Storage is away.", "Going on.", "1 read."]


def test_a_single_run_does_not_wait_for_a_storage(folder):
    folder.put("a.png")
    with pytest.raises(OSError, match="away"):
        folder.take(task=block)
    assert folder.names == ["a.png"]


def test_what_a_stop_leaves_is_read_by_the_next_start(folder):
    def stop(path):
        folder.stop.set()
        return read(path)

    class Pool(InProcessPool):
        def run(self, task, names, stop):
            return (task(name) for name in names if not stop.is_set())

    folder.put("a.png")
    folder.put("b.png")
    folder.take(task=stop, open_pool=Pool)
    assert folder.names == ["b.png", "done/a.png"]
    folder.stop.clear()
    folder.take()
    assert folder.names == ["done/a.png", "done/b.png"]


def test_idle_processes_are_ended(folder):
    pools = []

    def open_pool():
        pools.append(InProcessPool())
        return pools[-1]

    folder.put("a.png")
    watcher = folder.open(open_pool=open_pool)
    watcher.take_present()
    folder.now = MAX_IDLE_SECONDS + 1.0
    watcher.patience.stop.set()
    watcher.end_idle_pool()
    assert [pool.is_closed for pool in pools] == [True]


def test_watching_ends_with_a_stop(folder):
    def stop(path):
        folder.stop.set()
        return read(path)

    folder.put("a.png")
    folder.open(task=stop, interval=0.01).watch()
    assert folder.names == ["done/a.png"]


def test_a_stop_ends_the_wait_for_a_full_disk(folder):
    class Full(Patience):
        def repeat(self, action):
            if folder.stop.is_set():
                return super().repeat(lambda: fail(FULL))
            return super().repeat(action)

    def stop(path):
        folder.stop.set()
        return read(path)

    folder.put("a.png")
    folder.open(Full, task=stop, is_endless=True).watch()
    folder.close()
    assert folder.names == ["a.png"]
    assert folder.lines == []


class Killed(BaseException):
    """The process was killed."""


def killing_at(step):
    """Return what is killed before or after one of its actions, by turns."""

    class Killing(Patience):
        left = [step]

        def repeat(self, action):
            for number in (0, 1):
                if self.left[0] == 0:
                    raise Killed
                self.left[0] -= 1
                if number == 0:
                    result = super().repeat(action)
            return result

    return Killing


def take_with_kill(folder, step):
    """Return whether the process was killed."""
    try:
        folder.take(patience_class=killing_at(step))
    except Killed:
        return True
    return False


def test_a_kill_between_any_two_steps_costs_no_line_and_makes_none_twice(tmp_path):
    for step in range(500):
        folder = Folder(tmp_path / str(step))
        for name, text in (("a.png", "1"), ("b.png", "bad"), ("c.png", "1")):
            folder.put(name, text)
        was_killed = take_with_kill(folder, step)
        folder.take()
        assert sorted(line["sha256"] for line in folder.lines) == sorted(
            map(digest, ("1", "bad"))
        ), step
        assert [os.path.dirname(n) for n in folder.names if n.endswith(".png")] == [
            "done",
            "done",
            "failed",
        ], step
        if not was_killed:
            break
    assert step > 40


def test_a_full_disk_at_any_step_costs_nothing(tmp_path):
    class Full(Patience):
        def repeat(self, action):
            left = [FULL]
            return super().repeat(lambda: self.fail_once(left, action))

        def fail_once(self, left, action):
            if left:
                raise left.pop()
            return action()

    folder = Folder(tmp_path / "in")
    folder.put("a.png")
    folder.put("b.png", "bad")
    folder.take(patience_class=Full, is_endless=True)
    assert len(folder.lines) == 2
    assert folder.names == ["done/a.png", "failed/b.png", "failed/b.png.json"]
    assert "Waiting: No space left on device." in folder.messages
