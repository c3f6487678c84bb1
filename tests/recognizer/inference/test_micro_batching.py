"""All pictures of a batch share one call, and each gets the answers to its inputs."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from recognizer.inference.limits import Limit
from recognizer.inference.micro_batching import MicroBatcher

SLOTS = 2


class EchoNetwork:
    """Returns its inputs, so that answers can be distinguished."""

    def __init__(self):
        self.calls = []

    def classify(self, glyphs):
        self.calls.append(("glyphs", len(glyphs)))
        return glyphs.reshape(len(glyphs), -1)[:, :11]

    def read_glyphs(self, glyphs):
        self.calls.append(("gray glyphs", len(glyphs)))
        return glyphs[:, 0, :17, 0]

    def detect(self, gray):
        return gray.mean()

    def find_gradients(self, glyphs, labels):
        return glyphs[..., 0] * labels[:, None, None]

    def read_lines(self, line_images):
        self.calls.append(("lines", [image.shape for image in line_images]))
        return [image[0, ::2, None] for image in line_images]


class FailingNetwork(EchoNetwork):
    def classify(self, glyphs):
        raise MemoryError


def glyphs(n, value):
    return np.full((n, 28, 28, 1), value, np.float32)


def line_images(*widths):
    return [np.full((32, width), width, np.float32) for width in widths]


def read_together(network, *readers):
    """Run each reader with one micro-batcher, in its own thread."""
    limit = Limit(SLOTS)
    batcher = MicroBatcher(network, len(readers), limit)

    def read(reader):
        try:
            with limit.slot():
                return reader(batcher)
        finally:
            batcher.deregister()

    with ThreadPoolExecutor(len(readers)) as pool:
        return list(pool.map(read, readers))


def classifying(n, value):
    return lambda batcher: batcher.classify(glyphs(n, value))


def test_requests_of_all_readers_are_one_call():
    network = EchoNetwork()
    answers = read_together(network, *[classifying(n, n) for n in (1, 2, 3, 4)])
    assert network.calls == [("glyphs", 10)]
    for n, rows in enumerate(answers, start=1):
        assert (rows == n).all()
        assert rows.shape == (n, 11)


def test_gray_glyphs_of_all_readers_are_one_call():
    network = EchoNetwork()

    def read(value):
        glyphs = np.full((value, 40, 40, 2), value, np.uint8)
        return lambda batcher: batcher.read_glyphs(glyphs)

    answers = read_together(network, *[read(n) for n in (1, 2, 3)])
    assert network.calls == [("gray glyphs", 6)]
    for n, rows in enumerate(answers, start=1):
        assert (rows == n).all()
        assert rows.shape == (n, 17)


def test_pages_and_gradients_wait_for_nobody():
    def look(batcher):
        glyphs = np.full((2, 40, 40, 2), 3, np.uint8)
        page = np.full((5, 5), 7, np.uint8)
        gradients = batcher.find_gradients(glyphs, np.array([1, 2]))
        return batcher.detect(page), gradients[:, 0, 0].tolist()

    assert read_together(EchoNetwork(), look) == [(7, [3, 6])]


def test_more_readers_than_slots_do_not_block_each_other():
    network = EchoNetwork()
    read_together(network, *[classifying(1, n) for n in range(8 * SLOTS)])
    assert network.calls == [("glyphs", 8 * SLOTS)]


def test_nobody_waits_for_a_reader_that_is_done():
    network = EchoNetwork()

    def classify_twice(batcher):
        batcher.classify(glyphs(1, 1))
        return batcher.classify(glyphs(1, 2))

    answers = read_together(network, classify_twice, classifying(1, 3), lambda _: None)
    assert network.calls == [("glyphs", 2), ("glyphs", 1)]
    assert (answers[0] == 2).all()


def test_line_images_share_a_call_with_those_of_their_width():
    network = EchoNetwork()
    widths = (70, 100), (300,), (128,)
    answers = read_together(
        network, *[lambda b, w=w: b.read_lines(line_images(*w)) for w in widths]
    )
    assert sorted(len(shapes) for _, shapes in network.calls) == [1, 3]
    lengths = [[len(scores) for scores in answer] for answer in answers]
    assert lengths == [[35, 50], [150], [64]]


def test_both_networks_are_called_in_one_round():
    network = EchoNetwork()
    read_together(
        network, classifying(2, 1), lambda batcher: batcher.read_lines(line_images(64))
    )
    assert sorted(kind for kind, _ in network.calls) == ["glyphs", "lines"]


def test_an_error_of_the_network_is_raised_for_every_reader():
    def read(batcher):
        with pytest.raises(MemoryError):
            batcher.classify(glyphs(1, 1))
        return batcher.read_lines(line_images(64))

    answers = read_together(FailingNetwork(), read, read)
    assert [len(scores) for [scores] in answers] == [32, 32]
