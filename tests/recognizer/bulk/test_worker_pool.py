"""Processes share the files, keep their order, and stop when asked."""

import os
import signal
import threading
from concurrent.futures.process import BrokenProcessPool
from contextlib import closing

import pytest

from recognizer.bulk.formats import FileResult
from recognizer.bulk.worker_pool import (
    MAX_QUEUED_PER_PROCESS,
    WorkerPool,
    block_interrupts,
    count_usable_cores,
    handle_stop_signals,
    mute_stderr,
    run_tasks,
)


def initialize():
    """Set up nothing: these tasks need neither Django nor a model."""


def echo(name):
    return FileResult(name, {"process": os.getpid()})


def end_process(name):
    os._exit(1)


def run(task, names, jobs=2, stop=None):
    return run_tasks(task, names, jobs, stop or threading.Event(), initialize)


def test_results_are_in_the_order_of_the_files():
    names = [f"{i}.png" for i in range(12)]
    results = list(run(echo, names))
    assert [result.name for result in results] == names
    assert os.getpid() not in {result.payload["process"] for result in results}


def test_no_more_files_are_queued_than_the_processes_need():
    taken = []

    def names():
        for i in range(40):
            taken.append(i)
            yield str(i)

    results = run(echo, names(), jobs=1)
    next(results)
    assert len(taken) == MAX_QUEUED_PER_PROCESS
    results.close()


def test_after_a_stop_no_more_files_are_started():
    stop = threading.Event()
    results = run(echo, map(str, range(100)), jobs=1, stop=stop)
    names = [next(results).name]
    stop.set()
    names += [result.name for result in results]
    assert names == [str(i) for i in range(len(names))]
    assert len(names) <= 1 + MAX_QUEUED_PER_PROCESS


def test_a_killed_process_is_an_error():
    with pytest.raises(BrokenProcessPool):
        list(run(end_process, ["a.png"], jobs=1))


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_the_first_signal_asks_to_stop_and_the_second_interrupts(number):
    before = signal.getsignal(number)
    with handle_stop_signals() as stop:
        assert not stop.is_set()
        signal.raise_signal(number)
        assert stop.is_set()
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(number)
    assert signal.getsignal(number) is before


def test_interrupts_are_blocked_while_a_process_starts():
    with block_interrupts():
        assert signal.SIGINT in signal.pthread_sigmask(signal.SIG_BLOCK, [])
    assert signal.SIGINT not in signal.pthread_sigmask(signal.SIG_BLOCK, [])


def test_standard_error_is_muted_and_restored(capfd):
    with mute_stderr():
        os.write(2, b"of a library")
    os.write(2, b"of ours")
    assert capfd.readouterr().err == "of ours"


def test_there_is_a_core_to_use():
    assert 1 <= count_usable_cores() <= os.cpu_count()


def test_a_pool_takes_one_run_after_another():
    with closing(WorkerPool(1, initialize)) as pool:
        pool.warm_up()
        found = [
            result.payload["process"]
            for name in ("a.png", "b.png")
            for result in pool.run(echo, [name], threading.Event())
        ]
    assert len(set(found)) == 1
