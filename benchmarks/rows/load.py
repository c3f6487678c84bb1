"""Many clients at once: what they wait, what is refused, and what it takes."""

import statistics
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import NamedTuple

from benchmarks.drawn_pictures import get_picture
from benchmarks.rows.requests import (
    AFTERNOON,
    BARE,
    PHOTOS,
    READINGS,
    serve_bare,
    serve_rival,
)
from benchmarks.serving import Client, Server, serve_site, to_form
from benchmarks.table.machine import count_cores
from benchmarks.table.rows import Effort, Reach, Row

CLIENTS = (1, 8, 64, 200)
COMPARED_CLIENTS = (8, 64)  # of the rivals too
SMALL, LARGE = "28×28 PNG", "12 MP JPEG"
WINDOWS = 3  # of each load, in turn with the others
PROBE_SECONDS = 0.1
COOLING_SECONDS = 5
MIN_FLOOD = 64  # clients that send large pictures
LIGHT = "litert"
MAX_PEAK_MB = {"site": 950, LIGHT: 350}
BUSY = 503


class Load(NamedTuple):
    """Clients that send a picture again and again."""

    server: str
    path: str
    picture: str
    clients: int

    def __str__(self) -> str:
        what = "POST photos/" if self.path == PHOTOS else "POST readings/"
        of = "" if self.server == "site" else f"{self.server}, "
        return f"{of}{what} {self.picture}, {self.clients} clients"


@dataclass
class Window:
    """What was seen while a load lasted.

    Attributes:
        waits: seconds of each successful answer.
        refusals: seconds of each 503 with `Retry-After`.
        others: all other answers, by status; 0 is none.
        probes: seconds of each answer of `/healthz`; one that failed counts as 60.
        seconds: how long the load lasted, with the last answers.
        processor: seconds that the server used.
        peak_mb: of memory.
    """

    waits: list[float] = field(default_factory=list)
    refusals: list[float] = field(default_factory=list)
    others: Counter[int] = field(default_factory=Counter)
    probes: list[float] = field(default_factory=list)
    seconds: float = 0.0
    processor: float = 0.0
    peak_mb: float = 0.0

    @property
    def answers_per_second(self) -> float:
        return len(self.waits) / self.seconds

    @property
    def possible_per_second(self) -> float:
        """Answers that all cores could give at the processor time of these."""
        return count_cores() * max(len(self.waits), 1) / max(self.processor, 1e-6)


def measure(effort: Effort) -> Iterator[Row]:
    """Yield the rows of every load, and of the memory after all of them."""
    loads = list_loads(effort)
    count = 1 if effort.is_quick else WINDOWS
    seconds = effort.seconds / len(loads) / count
    windows: dict[Load, list[Window]] = {load: [] for load in loads}
    with ExitStack() as stack:
        site, token = stack.enter_context(serve_site())
        light, _ = stack.enter_context(serve_site(DIGIT_ENGINE="litert"))
        bare, rival = map(stack.enter_context, (serve_bare(), serve_rival()))
        servers = {"site": site, LIGHT: light, BARE: bare, AFTERNOON: rival}
        at_start = site.memory("VmRSS")
        for _ in range(count):
            for load in loads:
                # The tables of the others know no token.
                known = token if load.server == "site" else ""
                window = run(servers[load.server], load, known, seconds)
                windows[load].append(window)
        time.sleep(COOLING_SECONDS)
        after = site.memory("VmRSS")
    for load, seen in windows.items():
        yield from to_rows(load, seen)
    name = "memory after all loads"
    yield Row("load", name, "MB", [after], "at start", [at_start])


def list_loads(effort: Effort) -> list[Load]:
    """Return all loads of the site, and those of the rivals that tell most."""
    loads = []
    for picture in (SMALL, LARGE):
        for count in COMPARED_CLIENTS if effort.is_quick else CLIENTS:
            loads += [Load("site", path, picture, count) for path in (READINGS, PHOTOS)]
            if count >= MIN_FLOOD and picture == LARGE:
                loads.append(Load(LIGHT, READINGS, picture, count))
            if count in COMPARED_CLIENTS:
                loads += [Load(s, READINGS, picture, count) for s in (BARE, AFTERNOON)]
    return loads


def run(server: Server, load: Load, token: str, seconds: float) -> Window:
    """Let all clients send for some seconds, and wait for the last answers."""
    window, form = Window(), to_form(get_picture(load.picture))
    server.forget_peak()
    before, start = server.processor_seconds(), time.monotonic()
    end = start + seconds
    clients = [
        threading.Thread(
            target=send_until,
            args=(end, Client(server.port, token), load.path, form, window),
        )
        for _ in range(load.clients)
    ]
    prober = threading.Thread(target=probe_until, args=(end, server, window))
    for thread in (prober, *clients):
        thread.start()
    for thread in (prober, *clients):
        thread.join()
    window.seconds = time.monotonic() - start
    window.processor = server.processor_seconds() - before
    window.peak_mb = server.memory("VmHWM")
    return window


def send_until(
    end: float, client: Client, path: str, form: tuple[str, bytes], window: Window
) -> None:
    """Send again and again; wait as long as a busy server asks for."""
    while time.monotonic() < end:
        answer = client.post(path, form)
        if answer.status in (200, 201):
            window.waits.append(answer.seconds)
        elif answer.status == BUSY and answer.retry_after:
            window.refusals.append(answer.seconds)
            time.sleep(max(0, min(answer.retry_after, end - time.monotonic())))
        else:
            window.others[answer.status] += 1


def probe_until(end: float, server: Server, window: Window) -> None:
    client = Client(server.port)
    while time.monotonic() < end:
        answer = client.get("/healthz")
        window.probes.append(answer.seconds if answer.status == 200 else 60.0)
        time.sleep(PROBE_SECONDS)


def to_rows(load: Load, windows: list[Window]) -> Iterator[Row]:
    """Yield the rows of one load; each value is that of a window."""
    is_flood = load.clients >= MIN_FLOOD and load.picture == LARGE
    is_flood = is_flood and load.server in MAX_PEAK_MB
    is_usual = load.server == "site" and load.clients == 8
    middles = [1000 * statistics.median(w.waits or [0.0]) for w in windows]
    ends = [1000 * percentile(w.waits, 0.99) for w in windows]
    yield row(load, "p50", "ms", middles)
    most = Reach(ratio=4) if is_usual else Reach()
    yield row(load, "p99", "ms", ends, most, "p50", middles)
    rates = [w.answers_per_second for w in windows]
    possible = [w.possible_per_second for w in windows]
    least = Reach(min_ratio=0.85) if is_usual else Reach()
    yield row(load, "answers", "1/s", rates, least, "cores ÷ processor time", possible)
    refused = [len(w.refusals) for w in windows]
    yield row(load, "refused as busy", "answers", refused)
    others = sum((w.others for w in windows), Counter())
    note = ", ".join(f"{status or 'none'}: {n}" for status, n in sorted(others.items()))
    failed = [w.others.total() for w in windows]
    none = Reach(value=0) if is_flood else Reach()
    yield row(load, "other answers", "answers", failed, none, note=note)
    probes = [1000 * percentile(w.probes, 0.99) for w in windows]
    fast = Reach(value=250) if is_flood else Reach()
    yield row(load, "/healthz p99", "ms", probes, fast)
    peaks = [w.peak_mb for w in windows]
    light = Reach(value=MAX_PEAK_MB[load.server]) if is_flood else Reach()
    yield row(load, "peak memory", "MB", peaks, light)


def row(
    load: Load,
    what: str,
    unit: str,
    values: list,
    reach: Reach = Reach(),  # noqa: B008
    reference: str = "",
    reference_values: tuple | list = (),
    note: str = "",
) -> Row:
    name = f"{load}, {what}"
    return Row("load", name, unit, values, reference, reference_values, reach, note)


def percentile(values: list[float], share: float) -> float:
    """Return the value that this share of all does not exceed; 0 of none."""
    ordered = sorted(values) or [0.0]
    return ordered[min(int(share * len(ordered)), len(ordered) - 1)]
