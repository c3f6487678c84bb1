"""Whole requests, one after the other, beside those of a bare view and a rival."""

import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import NamedTuple

from benchmarks.drawn_pictures import PICTURES, get_picture
from benchmarks.rows.bare_decoding import decode_bare
from benchmarks.serving import (
    ROOT,
    Client,
    Server,
    read_answer,
    serve_site,
    to_form,
    wait_until_healthy,
)
from benchmarks.table.rows import Effort, Reach, Row, interleave

READINGS, PHOTOS = "/api/v1/readings/", "/api/v1/photos/"
MODEL = ROOT / "ml" / "artifacts" / "digits.tflite"
REQUESTS = 3  # in one measurement, so that work after an answer is counted
BARE = "bare view"
AFTERNOON = "the afternoon's view"
DECODE = "bare decode"
LIGHT = "read by litert"
# What a picture is compared with, and what it has to keep.
REACHES = {
    "28×28 PNG": (AFTERNOON, Reach(ratio=1.5)),
    "280×280 canvas": (BARE, Reach(ratio=3, value=8)),
    "12 MP JPEG": (DECODE, Reach(ratio=1.5)),
    "12 MP JPEG, turned": (DECODE, Reach(ratio=1.8)),
}
DEFAULT_REACH = (BARE, Reach())


class Cost(NamedTuple):
    """Of one request, in ms: processor time of the server, and by the clock."""

    processor: float
    wall: float


def measure(effort: Effort) -> Iterator[Row]:
    """Yield rows of every picture, in processor time and by the clock."""
    with ExitStack() as stack:
        site, token = stack.enter_context(serve_site())
        light, _ = stack.enter_context(serve_site(DIGIT_ENGINE="litert"))
        bare, rival = map(stack.enter_context, (serve_bare(), serve_rival()))
        for name in PICTURES:
            data = get_picture(name)
            costs = interleave(
                {
                    "read": ask(site, READINGS, data),
                    LIGHT: ask(light, READINGS, data),
                    "keep": ask(site, PHOTOS, data, token),
                    BARE: ask(bare, READINGS, data),
                    AFTERNOON: ask(rival, READINGS, data),
                    DECODE: lambda data=data: decode_cost(data),
                },
                effort.part(1 / len(PICTURES)),
            )
            yield from to_rows(name, costs)


def to_rows(picture: str, costs: dict[str, list[Cost]]) -> Iterator[Row]:
    """Yield rows in processor time and by the clock.

    By the clock nothing is promised: a ratio would depend on other work of the machine.
    """
    reference, reach = REACHES.get(picture, DEFAULT_REACH)
    comparisons = (
        ("read", reference, reach),
        (LIGHT, reference, reach),
        ("keep", "read", Reach()),
        (AFTERNOON, BARE, Reach()),
    )
    for what, reference, reach in comparisons:
        for clock, unit in (("processor", "ms CPU"), ("wall", "ms")):
            values = [getattr(cost, clock) for cost in costs[what]]
            others = [getattr(cost, clock) for cost in costs[reference]]
            most = reach if clock == "processor" else Reach()
            name = f"{what} {picture}, {clock}"
            yield Row("requests", name, unit, values, reference, others, most)


def ask(server: Server, path: str, data: bytes, token: str = "") -> Callable[[], Cost]:
    """Return what sends a picture some times and gives the cost of each."""
    client, form = Client(server.port, token), to_form(data)

    def measure_once() -> Cost:
        start, before = time.perf_counter(), server.processor_seconds()
        for _ in range(REQUESTS):
            read_answer(client.post(path, form))
        spent = server.processor_seconds() - before
        wall = time.perf_counter() - start
        return Cost(1000 * spent / REQUESTS, 1000 * wall / REQUESTS)

    return measure_once


def decode_cost(data: bytes) -> Cost:
    start, before = time.perf_counter(), time.process_time()
    decode_bare(data)
    spent = time.process_time() - before
    return Cost(1000 * spent, 1000 * (time.perf_counter() - start))


@contextmanager
def serve_bare() -> Iterator[Server]:
    """Start the product's stack with a view that only receives the upload."""
    module = "benchmarks.rivals.bare_settings"
    own = {"DJANGO_SETTINGS_MODULE": module, "DIGIT_MODEL_PRELOAD": "0"}
    with serve_site("/healthz", **own) as (server, _):
        yield server


@contextmanager
def serve_rival() -> Iterator[Server]:
    """Start the site that a developer would build in an afternoon."""
    with tempfile.TemporaryDirectory() as folder:
        application = "benchmarks.rivals.afternoon"
        server = Server(folder, application, AFTERNOON_MODEL=str(MODEL))
        try:
            wait_until_healthy(server)
            yield server
        finally:
            server.end()
