"""Start of the server and its memory: at the start, and after thousands of readings."""

import re
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import metadata
from itertools import islice
from pathlib import Path

from benchmarks.drawn_pictures import get_picture
from benchmarks.rows.engines import find_engines, set_up_settings
from benchmarks.rows.requests import READINGS
from benchmarks.serving import (
    ROOT,
    Client,
    Server,
    manage,
    read_answer,
    read_memory_kb,
    to_form,
    wait_until_healthy,
)
from benchmarks.table.rows import Effort, Reach, Row

WORKERS = (1, 2, 4)
MAX_START_MB = {"keras": 600, "litert": 170}
MAX_START_SECONDS = {"litert": 2.0}
STARTS = 3
WARM_UP, READINGS_COUNT, QUICK_COUNT = 300, 10_000, 300
MIXTURE = ("28×28 PNG", "280×280 canvas", "sudoku", "28×28 PNG")
MAX_GROWTH = 1.02
MAX_INSTALL_MB = 350
PACKAGE = re.compile(r"^[a-z0-9][\w.-]*")


def measure(effort: Effort) -> Iterator[Row]:
    """Yield rows of each engine that is installed."""
    set_up_settings()
    engines = find_engines()
    for engine in engines:
        for workers in WORKERS:
            yield from measure_starts(engine, workers, effort.is_quick)
    yield measure_install()
    for engine in engines:
        yield measure_growth(engine, effort.part(1 / len(engines)))


def measure_starts(engine: str, workers: int, is_quick: bool) -> Iterator[Row]:
    seconds, memory, own = [], [], []
    for _ in range(1 if is_quick or workers > 1 else STARTS):
        with started(engine, workers) as (server, took):
            seconds.append(took)
            memory.append(server.memory("VmRSS") / workers)
            own.append(sum(map(read_own_mb, server.find_workers())) / workers)
    name = f"{engine}, {workers} workers"
    is_alone = workers == 1
    fast = Reach(value=MAX_START_SECONDS.get(engine) if is_alone else None)
    yield Row("start", f"{name}, to ready", "s", seconds, reach=fast)
    light = Reach(value=MAX_START_MB.get(engine) if is_alone else None)
    title = f"{name}, memory of a worker"
    yield Row("start", title, "MB", memory, "its own", own, light)


def measure_install() -> Row:
    """Return what the packages of a light install take here."""
    lines = (ROOT / "requirements-light.txt").read_text().splitlines()
    names = {match[0] for line in lines if (match := PACKAGE.match(line))}
    sizes = [size_mb(name) for name in names]
    note = f"{len(sizes)} packages"
    total, most = [sum(sizes)], Reach(value=MAX_INSTALL_MB)
    return Row("start", "light install on disk", "MB", total, reach=most, note=note)


def size_mb(name: str) -> float:
    """Return the size of an installed package; 0 where it is not installed."""
    try:
        files = metadata.files(name) or []
    except metadata.PackageNotFoundError:
        return 0.0
    paths = [Path(file.locate()) for file in files]
    return sum(path.stat().st_size for path in paths if path.exists()) / 1e6


def measure_growth(engine: str, effort: Effort) -> Row:
    """Return the memory after thousands of readings beside that after some hundred."""
    wanted = QUICK_COUNT if effort.is_quick else READINGS_COUNT
    with started(engine, 1) as (server, _):
        client, forms = Client(server.port), [to_form(get_picture(p)) for p in MIXTURE]
        for _ in islice(read_each(client, forms), WARM_UP):
            pass
        before, end = server.memory("VmRSS"), time.monotonic() + effort.seconds
        read = islice(read_each(client, forms), wanted)
        count = 1 + next((n for n in read if time.monotonic() > end), wanted - 1)
        after = server.memory("VmRSS")
    name = f"{engine}, memory after {count:,} readings"
    reach = Reach(ratio=MAX_GROWTH)
    reference = f"after {WARM_UP}"
    return Row("start", name, "MB", [after], reference, [before], reach)


def read_each(client: Client, forms: list[tuple[str, bytes]]) -> Iterator[int]:
    """Read the pictures in turn, without end; yield how many were read before."""
    count = 0
    while True:
        read_answer(client.post(READINGS, forms[count % len(forms)]))
        yield count
        count += 1


@contextmanager
def started(engine: str, workers: int) -> Iterator[tuple[Server, float]]:
    """Start the site; yield it once it is steady, and the seconds to ready."""
    with tempfile.TemporaryDirectory() as folder:
        manage(folder, "migrate", "--verbosity=0", "--skip-checks")
        own = {"DIGIT_ENGINE": engine, "WEB_CONCURRENCY": str(workers)}
        server = Server(folder, **own)
        try:
            seconds = wait_until_healthy(server, "/readyz")
            wait_until_steady(server)
            yield server, seconds
        finally:
            server.end()


def wait_until_steady(server: Server, seconds: float = 1.0, most: int = 30) -> None:
    """Wait until the memory of the workers no longer grows."""
    before = 0
    for _ in range(most):
        memory = server.memory("VmRSS")
        if memory <= before * 1.01:
            return
        before = memory
        time.sleep(seconds)


def read_own_mb(pid: int) -> float:
    """Return the memory that a worker shares with no other process."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return read_memory_kb(pid, "VmRSS") / 1024
    sizes = {line.split()[0]: int(line.split()[1]) for line in lines[1:]}
    return (sizes["Private_Clean:"] + sizes["Private_Dirty:"]) / 1024
