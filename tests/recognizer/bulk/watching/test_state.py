"""What a folder has seen survives its process, and is of one process at a time."""

import pytest

from recognizer.bulk.watching.state import (
    DamagedState,
    FolderInUse,
    KnownFile,
    WatchState,
)
from tests.support.watching import REFUSAL, digest

SHA256 = digest("a picture")
READ = {"verdict": "read", "text": "7"}


@pytest.fixture
def reopen(tmp_path):
    """Return a function that opens the state anew."""
    opened = []

    def run():
        for state in opened:
            state.close()
        opened.append(WatchState(str(tmp_path / "state")))
        return opened[-1]

    yield run
    opened[-1].close()


def test_a_content_is_known_by_the_next_process(reopen):
    reopen().record(SHA256, "done/a.png", READ, 10, "/out")
    state = reopen()
    assert state.find(SHA256) == KnownFile("done/a.png", {})
    assert state.get_size("/out") == 10
    assert state.find(digest("another")) is None
    assert state.get_size("/other") is None


def test_a_refusal_is_known_with_its_reason(reopen):
    state = reopen()
    state.record(SHA256, "failed/a.png", REFUSAL, 10, "/out")
    assert state.find(SHA256).refusal == REFUSAL


def test_a_file_is_unmoved_until_it_is_finished(reopen):
    state = reopen()
    state.record(SHA256, "done/a.png", READ, 10, "/out")
    assert state.find_unmoved() == {SHA256: "done/a.png"}
    state.finish(SHA256, "done/a-2.png", "a.png")
    assert state.find_unmoved() == {}
    assert state.find(SHA256) == KnownFile("done/a-2.png", {}, is_moved=True)


def test_attempts_are_counted_over_processes_until_a_file_is_finished(reopen):
    reopen().count_attempts(["a.png", "b.png"])
    reopen().count_attempts(["a.png"])
    state = reopen()
    assert [state.get_attempts(n) for n in ("a.png", "b.png", "c.png")] == [2, 1, 0]
    state.finish(SHA256, "done/a.png", "a.png")
    state.forget_attempts(["b.png"])
    assert [state.get_attempts(n) for n in ("a.png", "b.png")] == [0, 0]


def test_names_that_are_no_utf_8_are_kept(reopen):
    name = "caf\udce9.png"
    state = reopen()
    state.count_attempts([name])
    state.record(SHA256, f"done/{name}", READ, 1, f"/{name}")
    assert state.get_attempts(name) == state.get_size(f"/{name}") == 1
    assert state.find(SHA256).place == f"done/{name}"


def test_a_folder_is_of_one_process(reopen, tmp_path):
    reopen()
    with pytest.raises(FolderInUse):
        WatchState(str(tmp_path / "state"))


def test_something_else_is_no_state_and_is_left_alone(tmp_path):
    path = tmp_path / "state"
    path.write_bytes(b"my notes" * 100)
    with pytest.raises(DamagedState):
        WatchState(str(path))
    assert path.read_bytes() == b"my notes" * 100


def test_a_state_that_can_not_be_opened_is_an_error(tmp_path):
    with pytest.raises(OSError, match="unable to open"):
        WatchState(str(tmp_path / "none" / "state"))


def test_what_can_not_be_written_changes_nothing(reopen):
    state = reopen()
    state.count_attempts(["a.png"])
    state._database.execute("PRAGMA max_page_count = 1")
    with pytest.raises(OSError, match="full"):
        state.count_attempts([str(i) for i in range(1000)])
    state._database.execute("PRAGMA max_page_count = 1000000")
    assert (state.get_attempts("a.png"), state.get_attempts("0")) == (1, 0)
