"""Measure `manage.py readphotos`: `python -m benchmarks.readphotos`.

Writes digits of MNIST's test part (`--data`) as PNG files, or links one drawn picture
many times, and reads them with each number of jobs. Prints the time of the start,
pictures per second after it, processor time per picture (which other load on the
machine hardly changes), and memory of all processes: the peak with shared libraries,
and their own memory after a tenth, each quarter, and at the end.
"""

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from functools import reduce
from pathlib import Path
from typing import NamedTuple

import numpy as np
from PIL import Image

from benchmarks.drawn_pictures import draw_picture
from benchmarks.serving import ROOT

SAMPLE_SECONDS = 0.25
PROGRESS = (0.1, 0.25, 0.5, 0.75)


class Memory(NamedTuple):
    """Megabytes: with a proportional part of shared libraries, and without."""

    shared: float = 0
    own: float = 0

    def plus(self, other: "Memory") -> "Memory":
        return Memory(self.shared + other.shared, self.own + other.own)


class Sample(NamedTuple):
    """Progress and memory of all processes at one moment."""

    seconds: float
    read: int
    memory: Memory


def write_pictures(folder: Path, count: int, data: Path | None) -> str:
    """Fill a folder; return a description of its pictures."""
    if data is None:
        drawn = folder.parent / "drawn"
        drawn.write_bytes(draw_picture(280, 280, "PNG"))
        for i in range(count):
            (folder / f"{i:06}.png").hardlink_to(drawn)
        return "drawn pictures of 280 x 280"
    with np.load(data) as arrays:
        digits = arrays["x_test"]
    for i in range(count):
        Image.fromarray(digits[i % len(digits)]).save(folder / f"{i:06}.png")
    return "digits of MNIST's test set, 28 x 28"


def memory_of(pid: int) -> Memory:
    """Return the memory of a process and all its children."""
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()[1:]
    except OSError:  # it has just ended
        return Memory()
    sizes_mb = {line.split()[0]: int(line.split()[1]) / 1024 for line in lines}
    own = Memory(sizes_mb["Pss:"], sizes_mb["Anonymous:"])
    return reduce(Memory.plus, (memory_of(int(child)) for child in children), own)


def run(folder: Path, output: Path, jobs: int) -> list[Sample]:
    """Read the folder once; return samples of progress and memory.

    Raises:
        SystemExit: if the command fails.
    """
    command = ["manage.py", "readphotos", str(folder), "--output", str(output)]
    start = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, *command, "--jobs", str(jobs), "--verbosity", "0"],
        env=os.environ | {"DJANGO_DEBUG": "1"},
        cwd=ROOT,
        stderr=subprocess.DEVNULL,
    )
    samples, size = [], 0
    read = 0
    while process.poll() is None:
        time.sleep(SAMPLE_SECONDS)
        if output.exists():
            with output.open("rb") as file:
                file.seek(size)
                new = file.read()
            read, size = read + new.count(b"\n"), size + len(new)
        seconds = time.perf_counter() - start
        samples.append(Sample(seconds, read, memory_of(process.pid)))
    if process.returncode:
        raise SystemExit(f"readphotos ended with {process.returncode}.")
    return samples


def processor_seconds() -> float:
    """Return the processor time of all processes that have ended here."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def report(jobs: int, count: int, samples: list[Sample], processor: float) -> float:
    """Print one line; return pictures per second."""
    started = next(sample for sample in samples if sample.read)
    # In the last samples, processes are ending.
    running = [
        sample for sample in samples if sample.memory.own and sample.read < count
    ]
    at = [next(s for s in running if s.read >= ratio * count) for ratio in PROGRESS]
    memory = ", ".join(f"{sample.memory.own:.0f}" for sample in (*at, running[-1]))
    rate = (running[-1].read - started.read) / (running[-1].seconds - started.seconds)
    peak = max(sample.memory.shared for sample in samples)
    print(
        f"{jobs} jobs  {count} pictures in {samples[-1].seconds:6.1f} s"
        f"  start {started.seconds:5.1f} s  then {rate:6.1f} pictures/s"
        f"  processor {1e3 * processor / count:5.1f} ms each, start included"
        f"  peak memory {peak:.0f} MB, own {memory} MB",
        flush=True,
    )
    return rate


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--photos", type=int, default=10_000)
    parser.add_argument("--jobs", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--data", type=Path, help="mnist.npz")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as parent:
        folder = Path(parent, "pictures")
        folder.mkdir()
        print(write_pictures(folder, options.photos, options.data))
        rates = []
        for jobs in options.jobs:
            before = processor_seconds()
            samples = run(folder, Path(parent, f"{jobs}.jsonl"), jobs)
            processor = processor_seconds() - before
            rates.append(report(jobs, options.photos, samples, processor))
        print(f"rate of the last by that of the first: {rates[-1] / rates[0]:.2f}")
        print(f"load of the machine at the end: {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main()
