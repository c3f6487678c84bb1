"""Sets are loaded, split, drawn and joined as the card states."""

from pathlib import Path

import numpy as np
import pytest

from ml.data import datasets
from ml.data.datasets import Samples
from ml.data.drawings.synthetic_digits import FORMS, FORMS_IN_NUMBERS
from ml.data.hard_negatives import LETTERS
from ml.data.negatives import find_fonts
from ml.digits import NOT_A_DIGIT


def has_distinct_images(samples):
    flat = samples.x.reshape(len(samples), -1)
    return len(np.unique(flat, axis=0)) == len(samples)


@pytest.fixture
def folder(tmp_path):
    """Return a data folder whose digits are upright bars."""
    x = np.zeros((5_010, 28, 28), np.uint8)
    x[:, 4:24, 12:16] = 255
    y = (np.arange(len(x)) % 10).astype(np.uint8)
    np.savez(tmp_path / "mnist.npz", x_train=x, y_train=y, x_test=x[:7], y_test=y[:7])
    return tmp_path


def save_dev_set(folder, name, **arrays):
    path = folder / "dev" / name
    path.mkdir(parents=True)
    np.savez(path / f"{path.name}.npz", **arrays)


def scan(side=32, paper=220, ink=60):
    """Return a gray picture uint8 (side, side): a dark bar on light paper."""
    gray = np.full((side, side), paper, np.uint8)
    gray[side // 8 : -side // 8, side // 2 - 2 : side // 2 + 2] = ink
    return gray


def test_the_last_five_thousand_of_mnist_validate(folder):
    train, held, test = datasets.load_mnist(folder)
    assert [len(part) for part in (train, held, test)] == [10, 5_000, 7]
    assert train.x.shape == (10, 28, 28, 1)
    assert held.y.tolist() == [i % 10 for i in range(10, 5_010)]


def test_a_split_holds_out_a_tenth_and_loses_nothing():
    whole = Samples(np.arange(25)[:, None], np.arange(25))
    train, held = whole.split()
    assert sorted([*train.y, *held.y]) == list(range(25))
    assert held.y.tolist() == [0, 10, 20]


def test_samples_are_selected_and_joined_with_their_labels():
    samples = Samples(np.arange(6)[:, None], np.arange(6))
    both = samples.select(np.array([4, 1])) + samples.select(samples.y > 4)
    assert both.y.tolist() == both.x[:, 0].tolist() == [4, 1, 5]
    assert len(both) == 3


def test_pen_strokes_are_drawn_upright_with_several_pens(folder):
    # An L: its strokes go down, then right; y points up as on a tablet.
    points = np.array([(0, 100), (0, 0), (0, 0), (60, 0)], np.int16)
    path = folder / "dev/pendigits"
    path.mkdir(parents=True)
    np.savez(
        path / "pendigits_tra_strokes.npz",
        points=points, stroke_len=[2, 2], n_strokes=[2], y=[6],
    )  # fmt: skip
    samples = datasets.load_pendigits(folder, 3, seed=1)
    assert samples.y.tolist() == [6, 6, 6]
    halves = samples.x[:, :14].sum((1, 2, 3)), samples.x[:, 14:].sum((1, 2, 3))
    assert (halves[1] > halves[0]).all()
    assert has_distinct_images(samples)


def test_scans_are_turned_to_light_ink_on_dark(folder):
    for name, label in (("scan_cells_minichazer", 1), ("scan_crops_anzemur", 7)):
        save_dev_set(folder, name, x=np.stack([scan()] * 2), y=np.array([label] * 2))
    samples = datasets.load_scans(folder)
    assert samples.y.tolist() == [1, 1, 7, 7]
    assert samples.x[:, 14, 13:15].min() > 200
    assert samples.x[:, :, 0].max() == 0


def test_foreign_characters_are_not_digits(folder):
    save_dev_set(folder, "omniglot", x=np.stack([scan(105)] * 3))
    samples = datasets.load_omniglot(folder)
    assert samples.y.tolist() == [NOT_A_DIGIT] * 3
    assert samples.x.dtype == samples.y.dtype == np.uint8


def test_the_noise_of_usps_paper_is_no_ink(folder):
    x = np.full((2, 16, 16), datasets.MAX_USPS_PAPER, np.uint8)
    x[:, 3:13, 7:9] = 250
    save_dev_set(folder, "usps_train", x=x, y=np.array([1, 1]))
    samples = datasets.load_usps(folder)
    columns = np.flatnonzero(samples.x[0, ..., 0].max(0))
    assert np.ptp(columns) < 8


def test_crops_without_ink_are_left_out(folder):
    x = np.stack([scan(), np.full((32, 32), 255, np.uint8)])
    save_dev_set(folder, "omniglot", x=x)
    assert len(datasets.load_omniglot(folder)) == 1


def test_variants_are_digits_of_forms_that_are_rare_in_mnist():
    drawn = datasets.draw_variants(200, seed=1)
    assert set(drawn.y) == set(range(10))
    assert drawn.x.max(axis=(1, 2, 3)).min() > 200


def test_the_same_seed_draws_the_same_samples():
    one, same, other = (datasets.draw_variants(12, seed) for seed in (1, 1, 2))
    assert (one.x == same.x).all()
    assert (one.y == same.y).all()
    assert (one.x != other.x).any()


def test_letters_that_resemble_digits_are_no_digits():
    drawn = datasets.draw_variants(200, 1, LETTERS)
    assert set(drawn.y) == {NOT_A_DIGIT}
    assert has_distinct_images(drawn)


def test_forms_that_may_be_letters_are_digits_in_numbers_only():
    isolated = {repr(form) for form in FORMS}
    assert isolated < {repr(form) for form in FORMS_IN_NUMBERS}
    assert not isolated & {repr((label, strokes)) for label, strokes in LETTERS}


def test_drawn_non_digits_have_the_eleventh_class(folder):
    train, _, _ = datasets.load_mnist(folder)
    drawn = datasets.draw_nondigits(train, 24, seed=1)
    assert set(drawn.y) == {NOT_A_DIGIT}
    assert len(np.unique(drawn.x.reshape(len(drawn), -1), axis=0)) > 12


def test_letters_of_fonts_are_no_digits():
    fonts = find_fonts(Path("/usr/share/fonts"))[:2]
    if not fonts:
        pytest.skip("no fonts are installed")
    drawn = datasets.draw_letters(fonts, 12, 1, "ABCDEF")
    assert drawn.y.tolist() == [NOT_A_DIGIT] * 12
