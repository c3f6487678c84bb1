"""An exported network answers every thread alike, whatever the size of its inputs."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from ml.artifact import ARTIFACT, LINES_ARTIFACT
from ml.litert.exports import export_path
from ml.litert.interpreters import LiteNetwork


@pytest.fixture(scope="module")
def lines():
    return LiteNetwork(export_path(LINES_ARTIFACT).read_bytes())


def draw_line(i: int) -> np.ndarray:
    rng = np.random.default_rng(i)
    return rng.random((1, 32, 64 + 64 * (i % 4), 1), np.float32)


def test_lines_of_any_width_are_answered(lines):
    for width in (64, 320, 64, 128):
        [logits] = lines(np.zeros((1, 32, width, 1), np.float32))
        assert logits.shape == (1, width // 2, 11)


def test_threads_get_the_answers_that_one_gets(lines):
    inputs = [draw_line(i) for i in range(80)]
    alone = [lines(x)[0] for x in inputs]
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(lambda x: lines(x)[0], inputs))
    assert all(map(np.array_equal, alone, together))


def test_an_answer_outlasts_the_next_call():
    network = LiteNetwork(export_path(ARTIFACT).read_bytes())
    [first] = network(np.zeros((1, 28, 28, 1), np.float32))
    kept = first.copy()
    network(np.ones((1, 28, 28, 1), np.float32))
    assert np.array_equal(first, kept)


def test_what_is_no_network_is_refused():
    with pytest.raises(ValueError, match="not a valid"):
        LiteNetwork(b"no network")


def test_an_input_of_another_kind_leaves_the_network_usable(lines):
    with pytest.raises(ValueError, match="FLOAT32"):
        lines(np.zeros((1, 32, 64, 1), np.uint8))
    assert lines(draw_line(0))[0].shape == (1, 32, 11)
