"""Speed and memory of reading folders: `python -m benchmarks.readphotos`.

Writes digits of MNIST's test set as PNG files where `--data` has them, else draws one
picture and links it, then lets `manage.py readphotos` read them all with each number of
jobs. Prints pictures a second after the start, what the start took, processor time of
each picture (which other work on the machine hardly changes), and the memory of all its
processes: at most, with its share of libraries; and what they hold themselves after a
tenth, each quarter, and at the end.
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

from benchmarks.serving import ROOT, picture

DATA = ROOT.parent / "shared" / "data" / "mnist.npz"
SAMPLE_SECONDS = 0.25
SHARES = (0.1, 0.25, 0.5, 0.75)


class Memory(NamedTuple):
    """Megabytes: with its share of libraries, and what it alone holds."""

    shared: float = 0
    own: float = 0

    def plus(self, other: "Memory") -> "Memory":
        return Memory(self.shared + other.shared, self.own + other.own)


class Sample(NamedTuple):
    """What was so at one moment in all processes."""

    seconds: float
    read: int
    memory: Memory


def write_pictures(folder: Path, count: int, data: Path) -> str:
    """Fill a folder; return what is in it."""
    if not data.exists():
        drawn = folder.parent / "drawn"
        drawn.write_bytes(picture(280, 280, "PNG"))
        for i in range(count):
            (folder / f"{i:06}.png").hardlink_to(drawn)
        return "drawn pictures of 280 x 280"
    with np.load(data) as arrays:
        digits = arrays["x_test"]
    for i in range(count):
        Image.fromarray(digits[i % len(digits)]).save(folder / f"{i:06}.png")
    return "digits of MNIST's test set, 28 x 28"


def memory_of(pid: int) -> Memory:
    """Return the memory of a process and of all that it began."""
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()[1:]
    except OSError:  # it has just ended
        return Memory()
    sizes_mb = {line.split()[0]: int(line.split()[1]) / 1024 for line in lines}
    own = Memory(sizes_mb["Pss:"], sizes_mb["Anonymous:"])
    return reduce(Memory.plus, (memory_of(int(child)) for child in children), own)


def run(folder: Path, output: Path, jobs: int) -> list[Sample]:
    """Read the folder once, and return what was seen meanwhile.

    Raises:
        SystemExit: if it did not end well.
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


def tell(jobs: int, count: int, samples: list[Sample], processor: float) -> float:
    """Print a line; return pictures a second."""
    begun = next(sample for sample in samples if sample.read)
    # The last samples are of processes that end.
    busy = [sample for sample in samples if sample.memory.own and sample.read < count]
    at = [next(s for s in busy if s.read >= share * count) for share in SHARES]
    memory = ", ".join(f"{sample.memory.own:.0f}" for sample in (*at, busy[-1]))
    rate = (busy[-1].read - begun.read) / (busy[-1].seconds - begun.seconds)
    most = max(sample.memory.shared for sample in samples)
    print(
        f"{jobs} jobs  {count} pictures in {samples[-1].seconds:6.1f} s"
        f"  start {begun.seconds:5.1f} s  then {rate:6.1f} pictures/s"
        f"  processor {1e3 * processor / count:5.1f} ms each, start included"
        f"  memory at most {most:.0f} MB, own {memory} MB",
        flush=True,
    )
    return rate


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--photos", type=int, default=10_000)
    parser.add_argument("--jobs", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--data", type=Path, default=DATA)
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
            rates.append(tell(jobs, options.photos, samples, processor))
        print(f"the last as a multiple of the first: {rates[-1] / rates[0]:.2f}")
        print(f"load of the machine at the end: {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main()
