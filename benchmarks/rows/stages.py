"""Stages of one reading, in processor time: from the bytes to the stored photo."""

import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from time import process_time
from unittest.mock import patch
from uuid import uuid4

from benchmarks.drawn_pictures import PICTURES, get_picture
from benchmarks.rows.bare_decoding import decode_bare
from benchmarks.rows.in_process import count_processor_ms, set_up_site
from benchmarks.table.rows import Effort, Row, rounds_of

UNIT = "ms CPU"
LIMIT = "bare decode"


class Stopwatch:
    """Adds up the processor time of named stages, in ms."""

    def __init__(self) -> None:
        self.ms: Counter[str] = Counter()

    @contextmanager
    def timed(self, stage: str) -> Iterator[None]:
        started = process_time()
        try:
            yield
        finally:
            self.ms[stage] += 1000 * (process_time() - started)


def measure(effort: Effort) -> Iterator[Row]:
    """Yield a row for each picture and stage."""
    with tempfile.TemporaryDirectory() as folder:
        set_up_site(folder)
        for name in PICTURES:
            yield from measure_picture(name, effort.part(1 / len(PICTURES)))


def measure_picture(name: str, effort: Effort) -> Iterator[Row]:
    data, rounds, limits = get_picture(name), [], []
    for number in rounds_of(effort):
        spent, limit = keep_once(data), count_processor_ms(lambda: decode_bare(data))
        if number:
            rounds.append(spent)
            limits.append(limit)
    for stage in rounds[0]:
        values = [spent[stage] for spent in rounds]
        yield Row("stages", f"{name}: {stage}", UNIT, values, LIMIT, limits)


def keep_once(data: bytes) -> Counter[str]:
    """Read and keep one picture; return the ms of each stage, and of all."""
    from django.conf import settings

    from benchmarks.reading import TimedNetwork
    from gallery.services import submissions
    from recognizer import pipeline
    from recognizer.inference import engine

    watch, network = Stopwatch(), TimedNetwork(engine.get_loaded_network())
    with watch.timed("all"), stages_timed(pipeline, watch.timed):
        photo, page = pipeline.open_to_read(data, settings.PHOTO_KEEP_SIDE)
        reading = pipeline.read_page(page, network=network)
        with watch.timed("encode"):
            encoded = submissions.EncodedPhoto.encode(photo)
        with watch.timed("store"):
            row = submissions.build_photo(uuid4(), encoded, reading)
            submissions.save_photos([row])
    for name, seconds in network.seconds.items():
        watch.ms[f"network: {name}"] = 1000 * seconds
        watch.ms["read"] -= 1000 * seconds
    watch.ms["read, without networks"] = watch.ms.pop("read")
    return watch.ms


def stages_timed(
    pipeline, timed: Callable[[str], AbstractContextManager[None]]
) -> AbstractContextManager:
    """Let the stages that the product times by the clock be timed otherwise."""
    return patch.object(pipeline, "timed", timed)
