"""Looks at a picture at two scales."""

import numpy as np
import pytest

from ml.detection.looks import LOOKS, detect, map_digits, scale_picture, trace


def test_a_picture_is_scaled_and_padded_with_its_mean():
    gray = np.full((100, 400), 180, np.uint8)
    gray[:, :200] = 80
    x, scale = scale_picture(gray, 192)
    assert x.shape == (1, 64, 192, 1)
    assert scale == pytest.approx(0.48)
    assert x[0, 50:, :, 0] == pytest.approx(130, abs=1)


@pytest.mark.parametrize("shape", [(1, 1), (3, 4_000), (4_000, 3), (28, 28)])
def test_a_picture_of_any_shape_becomes_an_input(shape):
    x, _ = scale_picture(np.zeros(shape, np.uint8), 192)
    assert max(x.shape) == 192
    assert all(side % 32 == 0 for side in x.shape[1:3])


def peaks(share, count=1):
    """Return a network that finds 5s, each side a share of the input's."""

    def answer(x):
        side = x.shape[1]
        fine = np.full((side // 4, side // 4, 21), -9.0, np.float32)
        coarse = np.full((side // 16, side // 16, 21), -9.0, np.float32)
        for i in range(count):
            cell = fine[side // 8, side // 8 + i * side // 32]
            cell[5] = LOGITS[side]
            cell[17:19] = np.log(side * share / 4)
            cell[19:] = -0.5
        return [fine, coarse]

    return answer


LOGITS = {LOOKS.first_side_px: 3, LOOKS.second_side_px: 2, LOOKS.third_side_px: 1}
GRAY = np.zeros((768, 768), np.uint8)


@pytest.mark.parametrize(
    ("share", "logit"), [(0.5, 3), (0.2, 3), (0.1, 2)], ids=["large", "both", "small"]
)
def test_large_digits_are_of_the_first_look_and_small_ones_of_the_second(share, logit):
    found = detect(peaks(share), GRAY)
    assert found.classes.tolist() == [5]
    assert found.confidences[0] == pytest.approx(1 / (1 + np.exp(-logit)))
    wanted = 384 + 768 * share / 2 * np.array([-1, -1, 1, 1])
    assert found.boxes[0] == pytest.approx(wanted, abs=1)


@pytest.mark.parametrize(
    ("share", "count", "logit"),
    [(0.02, 4, 1), (0.02, 1, 2), (0.04, 4, 2)],
    ids=["tiny", "one of them", "small"],
)
def test_a_page_of_tiny_digits_is_seen_a_third_time(share, count, logit):
    found = detect(peaks(share, count), GRAY)
    assert found.confidences == pytest.approx([1 / (1 + np.exp(-logit))] * count)


def test_a_sure_large_digit_takes_one_look():
    seen = []

    def answer(x):
        seen.append(x.shape[1])
        return peaks(0.5)(x)

    assert len(detect(answer, GRAY)) == 1
    assert seen == [LOOKS.first_side_px]


def test_an_empty_picture_holds_nothing():
    assert len(detect(peaks(0.5, 0), GRAY)) == 0


@pytest.mark.model
def test_the_traced_network_answers_as_the_network(tiny):
    from ml.networks.detector import build_detector

    network = build_detector(tiny)
    for side in (64, 96):
        x = np.random.default_rng(0).uniform(0, 255, (1, side, 64, 1))
        x = x.astype(np.float32)
        wanted = [np.asarray(m)[0] for m in network(x, training=False)]
        for one, other in zip(wanted, trace(network)(x), strict=True):
            assert other == pytest.approx(one, abs=1e-4)


def test_the_map_of_digits_shows_where_they_are_without_the_padding():
    gray = np.zeros((200, 768), np.uint8)
    shown = map_digits(at_the_top, gray, 192)
    assert shown.shape == (13, 48)
    assert shown[2, 3] == pytest.approx(1 / (1 + np.exp(-3)))
    assert (shown[4:8, 8:12] > 0.5).all()
    assert (shown > 0.5).sum() == 17


def at_the_top(x):
    """See a 5 in one cell of the fine map, and one in a cell of the coarse map."""
    maps = [np.full((x.shape[1] // s, x.shape[2] // s, 21), -9.0) for s in (4, 16)]
    maps[0][2, 3, 5] = maps[1][1, 2, 5] = 3
    maps[0][5, 5, 16] = 3  # another character
    return maps


def test_the_map_of_the_smallest_picture_has_a_cell():
    assert map_digits(at_the_top, np.zeros((1, 768), np.uint8), 192).shape == (1, 48)
