"""All pictures of a batch ask the network in one call, and hear what each asked."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from recognizer.inference.limits import Limit
from recognizer.inference.micro_batching import Gathering

SLOTS = 2


class Network:
    """Answers with what it was asked, so that answers can be told apart."""

    def __init__(self):
        self.calls = []

    def probabilities(self, fields):
        self.calls.append(("fields", len(fields)))
        return fields.reshape(len(fields), -1)[:, :11]

    def frames(self, strips):
        self.calls.append(("strips", [strip.shape for strip in strips]))
        return [strip[0, ::2, None] for strip in strips]


def fields(n, value):
    return np.full((n, 28, 28, 1), value, np.float32)


def strips(*widths):
    return [np.full((32, width), width, np.float32) for width in widths]


def read_together(network, *readers):
    """Let each reader ask through one gathering, in a thread of its own."""
    slots = Limit(SLOTS)
    gathering = Gathering(network, len(readers), slots)

    def read(reader):
        try:
            with slots.slot():
                return reader(gathering)
        finally:
            gathering.leave()

    with ThreadPoolExecutor(len(readers)) as pool:
        return list(pool.map(read, readers))


def ask_fields(n, value):
    return lambda gathering: gathering.probabilities(fields(n, value))


def test_what_all_ask_is_one_call():
    network = Network()
    said = read_together(network, *[ask_fields(n, n) for n in (1, 2, 3, 4)])
    assert network.calls == [("fields", 10)]
    for n, rows in enumerate(said, start=1):
        assert (rows == n).all()
        assert rows.shape == (n, 11)


def test_more_readers_than_slots_do_not_block_each_other():
    network = Network()
    read_together(network, *[ask_fields(1, n) for n in range(8 * SLOTS)])
    assert network.calls == [("fields", 8 * SLOTS)]


def test_who_is_done_is_not_waited_for():
    network = Network()

    def ask_twice(gathering):
        gathering.probabilities(fields(1, 1))
        return gathering.probabilities(fields(1, 2))

    said = read_together(network, ask_twice, ask_fields(1, 3), lambda gathering: None)
    assert network.calls == [("fields", 2), ("fields", 1)]
    assert (said[0] == 2).all()


def test_strips_are_read_beside_those_of_their_width():
    network = Network()
    widths = (70, 100), (300,), (128,)
    said = read_together(
        network, *[lambda g, w=w: g.frames(strips(*w)) for w in widths]
    )
    assert sorted(len(shapes) for _, shapes in network.calls) == [1, 3]
    assert [[len(frames) for frames in some] for some in said] == [
        [35, 50],
        [150],
        [64],
    ]


def test_both_networks_are_asked_in_one_round():
    network = Network()
    read_together(network, ask_fields(2, 1), lambda g: g.frames(strips(64)))
    assert sorted(kind for kind, _ in network.calls) == ["fields", "strips"]


def test_a_fault_of_the_network_is_told_to_all_who_asked():
    network = Network()

    def fail(fields):
        raise MemoryError

    network.probabilities = fail

    def ask(gathering):
        with pytest.raises(MemoryError):
            gathering.probabilities(fields(1, 1))
        return gathering.frames(strips(64))

    said = read_together(network, ask, ask)
    assert [len(frames) for [frames] in said] == [32, 32]
