"""Each result has one line, whatever a kill left behind."""

import io
import json

import pytest

from recognizer.bulk.resume import ForeignOutputError
from recognizer.bulk.watching.result_log import ResultLog
from recognizer.bulk.watching.state import WatchState
from tests.support.watching import REFUSAL, digest

SHA256 = digest("a picture")
READ = {"verdict": "read", "text": "7", "sha256": SHA256}


@pytest.fixture
def output(tmp_path):
    return tmp_path / "out"


@pytest.fixture
def reopen(tmp_path, output):
    """Return a function that opens state and log anew."""
    opened = []

    def run(form="jsonl"):
        for each in opened:
            each.close()
        state = WatchState(str(tmp_path / "state"))
        log = ResultLog(state, form, str(output), io.StringIO())
        opened[:] = log, state
        return log, state

    yield run
    for each in opened:
        each.close()


@pytest.mark.parametrize("form", ["csv", "jsonl"])
def test_a_line_without_record_is_recorded_by_the_next_start(reopen, output, form):
    log, _ = reopen(form)
    log.write("/in/failed/a.png", REFUSAL | {"sha256": SHA256})
    before = output.read_bytes()
    _, state = reopen(form)
    found = state.find(SHA256)
    assert (found.place, found.refusal) == ("failed/a.png", REFUSAL)
    assert output.read_bytes() == before


@pytest.mark.parametrize("form", ["csv", "jsonl"])
def test_a_line_that_was_cut_off_is_removed_and_comes_again(reopen, output, form):
    log, _ = reopen(form)
    log.write("/in/done/a.png", READ)
    whole = output.read_bytes()
    for cut in (1, 2, 30, 60, 90):
        output.write_bytes(whole[:-cut])
        log, state = reopen(form)
        assert state.find(SHA256) is None
        log.write("/in/done/a.png", READ)
        assert output.read_bytes() == whole


def test_what_is_recorded_is_not_recorded_again(reopen):
    log, state = reopen()
    log.write("/in/done/a.png", READ)
    log.record(SHA256, "done/a.png", READ)
    state.finish(SHA256, "done/a-2.png")
    _, state = reopen()
    assert state.find(SHA256).place == "done/a-2.png"


def test_lines_of_an_output_that_is_new_to_the_state_are_left_alone(reopen, output):
    output.write_text(json.dumps({"file": "done/a.png"} | READ) + "\n")
    _, state = reopen()
    assert state.find(SHA256) is None
    assert state.get_size(str(output)) == output.stat().st_size


def test_an_output_that_was_emptied_begins_anew(reopen, output):
    log, state = reopen()
    log.write("/in/done/a.png", READ)
    log.record(SHA256, "done/a.png", READ)
    output.write_text("")
    log, state = reopen()
    other = READ | {"sha256": digest("another")}
    log.write("/in/done/b.png", other)
    _, state = reopen()
    assert state.find(other["sha256"]).place == "done/b.png"


@pytest.mark.parametrize("form", ["csv", "jsonl"])
def test_another_file_is_not_written_to(reopen, output, form):
    output.write_text("my notes\n")
    with pytest.raises(ForeignOutputError):
        reopen(form)
    assert output.read_text() == "my notes\n"


def test_without_an_output_lines_go_to_the_stream(tmp_path):
    state, stream = WatchState(str(tmp_path / "state")), io.StringIO()
    log = ResultLog(state, "csv", None, stream)
    log.write("/in/done/a.png", READ)
    log.record(SHA256, "done/a.png", READ)
    log.close()
    header, line = stream.getvalue().splitlines()
    assert header.endswith(",sha256")
    assert line.endswith(SHA256)
    assert state.find(SHA256)
    state.close()
