"""The networks on one core, beside a matrix product of as many multiply-adds."""

import os
from collections.abc import Callable, Iterator

import numpy as np

from benchmarks.rows.engines import find_engines, load_networks, set_up_settings
from benchmarks.rows.in_process import count_processor_ms
from benchmarks.table.rows import Effort, Reach, Row, interleave

BATCHES = (1, 8, 32)
LOOK_PX = 448  # of a page that is seen a second time
LINE_WIDTH_PX = 256
MAX_RATIOS = {"litert": 1.5, "keras": 2.0}  # at batch 32
PRODUCT_SIDE = 768
MIN_MS = 20.0  # of one measurement: short calls are repeated

Call = Callable[[], object]


def measure(effort: Effort) -> Iterator[Row]:
    """Yield a row for each network, batch and engine."""
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    set_up_settings()
    loaded = {engine: load_networks(engine) for engine in find_engines()}
    networks = load_keras_networks()
    calls = [
        (name, batch, shape, build)
        for name, (shape, batches, build) in CALLS.items()
        for batch in batches
    ]
    for name, batch, shape, build in calls:
        multiply_adds = count_multiply_adds(networks[name], (batch, *shape))
        measurements = {
            engine: repeated(build(network, batch))
            for engine, network in loaded.items()
        }
        measurements["limit"] = build_limit(multiply_adds)
        values = interleave(measurements, effort.part(1 / len(calls)))
        limits = values.pop("limit")
        for engine, ms in values.items():
            yield to_row(name, batch, engine, ms, limits, multiply_adds)


def to_row(
    name: str,
    batch: int,
    engine: str,
    ms: list[float],
    limits: list[float],
    multiply_adds: int,
) -> Row:
    is_counted = batch == max(BATCHES) and engine in MAX_RATIOS
    reach = Reach(ratio=MAX_RATIOS[engine]) if is_counted else Reach()
    title = f"{name}, {engine}, batch {batch}"
    note = f"{multiply_adds / 1e6:.1f} million multiply-adds"
    return Row("networks", title, "ms CPU", ms, "matrix product", limits, reach, note)


def classify(network, batch: int) -> Call:
    glyphs = np.zeros((batch, 28, 28, 1), np.float32)
    return lambda: network.classify(glyphs)


def read_glyphs(network, batch: int) -> Call:
    glyphs = np.zeros((batch, 40, 40, 2), np.uint8)
    return lambda: network.read_glyphs(glyphs)


def read_lines(network, batch: int) -> Call:
    lines = [np.zeros((32, LINE_WIDTH_PX), np.float32)] * batch
    return lambda: network.read_lines(lines)


def detect(network, batch: int) -> Call:
    page = np.full((1, LOOK_PX, LOOK_PX, 1), 200, np.float32)
    return lambda: network.detector(page)


# Of each network: the shape of an input, the batches, and what calls it.
CALLS = {
    "classifier": ((28, 28, 1), BATCHES, classify),
    "glyph network": ((40, 40, 2), BATCHES, read_glyphs),
    "line reader": ((32, LINE_WIDTH_PX, 1), (1, 8), read_lines),
    "detector": ((LOOK_PX, LOOK_PX, 1), (1,), detect),
}


def load_keras_networks() -> dict:
    from ml.artifact import LINES_ARTIFACT, load_artifact
    from ml.detection.artifact import load_detector
    from ml.glyph_artifact import load_glyph_network

    return {
        "classifier": load_artifact()[0],
        "glyph network": load_glyph_network()[0],
        "line reader": load_artifact(LINES_ARTIFACT)[0],
        "detector": load_detector()[0],
    }


def count_multiply_adds(network, shape: tuple[int, ...]) -> int:
    """Return how many multiply-adds a network takes for an input of a shape."""
    import tensorflow as tf
    from tensorflow.python.profiler import model_analyzer, option_builder

    signature = [tf.TensorSpec(shape, tf.float32)]
    traced = tf.function(lambda x: network(x, training=False), signature)
    options = option_builder.ProfileOptionBuilder.float_operation()
    options["output"] = "none"
    graph = traced.get_concrete_function().graph
    return model_analyzer.profile(graph, options=options).total_float_ops // 2


def build_limit(multiply_adds: int) -> Callable[[], float]:
    """Return what measures in ms how long NumPy takes for so many multiply-adds.

    It multiplies matrices of a size at which it is fastest.
    """
    matrix = np.random.default_rng(0).normal(size=(PRODUCT_SIDE,) * 2)
    matrix = matrix.astype(np.float32)
    measure_once = repeated(lambda: matrix @ matrix)
    return lambda: measure_once() * multiply_adds / PRODUCT_SIDE**3


def repeated(call: Call) -> Callable[[], float]:
    """Return what measures a call in ms, repeated until that can be measured."""
    call()
    count = max(1, round(MIN_MS / max(count_processor_ms(call), 0.01)))

    def measure_once() -> float:
        return count_processor_ms(lambda: [call() for _ in range(count)]) / count

    return measure_once
