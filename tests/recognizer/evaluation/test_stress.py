"""Composed sets: one condition each, with what is needed to score their pages."""

import io

import numpy as np
import pytest
from PIL import Image

from ml.data.pages.composer import CONDITIONS, Composer, Page
from ml.data.pages.sprites import load_sprites
from recognizer.evaluation.stress import (
    NUMBERS_PER_PAGE,
    SIDE_PX,
    compose_samples,
    find_composed_sets,
    load_composer,
    to_sample,
)


@pytest.fixture(scope="module")
def composer(tmp_path_factory):
    fonts = tmp_path_factory.mktemp("fonts")
    return Composer(load_sprites(None, fonts, 0, drawings=40), 0)


def page(classes, lines):
    n = len(classes)
    none = np.full(n, -1, np.int16)
    boxes = np.arange(4 * n, dtype=np.float32).reshape(n, 4)
    image = np.full((64, 64), 200, np.uint8)
    return Page(
        image, boxes, np.array(classes, np.uint8), np.array(lines), *[none] * 3, ""
    )


def test_there_is_a_set_for_each_condition_and_one_of_numbers_with_signs():
    sets = find_composed_sets(2)
    assert list(sets) == [
        *(f"composed/{name}" for name in CONDITIONS),
        "composed/numbers_with_signs",
    ]


def test_there_are_many_more_numbers_with_signs_than_other_pages(composer):
    samples = find_composed_sets(1)["composed/numbers_with_signs"](composer)
    assert len(samples) == NUMBERS_PER_PAGE
    assert sum(sample.has_signs for sample in samples) > 0.8 * len(samples)


def test_a_page_is_a_picture_of_the_side_that_was_asked_for(composer):
    [sample] = compose_samples(composer, "single", 1)
    assert Image.open(io.BytesIO(sample.load())).size == (SIDE_PX, SIDE_PX)
    assert len(sample.label) == 1


def test_pages_are_the_same_whatever_was_composed_before(composer):
    first = [s.load() for s in compose_samples(composer, "number", 2)]
    composer.compose(96)
    compose_samples(composer, "lines", 1)
    assert [s.load() for s in compose_samples(composer, "number", 2)] == first


def test_digits_are_labeled_line_by_line_without_signs():
    sample = to_sample("x", page([7, 1, 10, 2, 16], [1, 0, 0, 0, -1]))
    assert (sample.label, sample.is_ordered, sample.has_signs) == ("127", True, True)
    assert sample.marks.are_signs.tolist() == [False, False, True, False, True]


def test_digits_that_lie_about_have_no_order():
    sample = to_sample("x", page([7, 1], [-1, -1]))
    assert (sample.label, sample.is_ordered) == ("17", False)
    assert not sample.has_signs


def test_a_page_without_digits_has_no_label():
    assert to_sample("x", page([16], [0])).label == ""


def test_without_the_sets_of_a_data_folder_digits_are_drawn(tmp_path):
    sprites = load_composer(tmp_path, tmp_path, drawings=40).sprites
    assert not sprites.digits
    assert sprites.strokes.keys() == {"forms"}
