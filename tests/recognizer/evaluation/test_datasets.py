"""The labeled sets are found by what lies in the folder, and become pictures."""

import io

import numpy as np
from PIL import Image

from recognizer.evaluation.datasets import NUMBERS_EACH, find_sets, thin_out, to_digits


def opened(case):
    return np.asarray(Image.open(io.BytesIO(case.load())))


def save_mnist(folder):
    x = np.zeros((20, 28, 28), np.uint8)
    x[:, 4:24, 10:16] = 255
    np.savez(folder / "mnist.npz", x_test=x, y_test=np.arange(20) % 10)


def save_strokes(folder):
    """Save twenty digits of one stroke, a 1 drawn upwards."""
    (folder / "dev/pendigits").mkdir(parents=True)
    np.savez(
        folder / "dev/pendigits/pendigits_tra_strokes.npz",
        points=np.tile(np.array([[5, 0], [5, 90]], np.int16), (20, 1)),
        stroke_len=np.full(20, 2),
        n_strokes=np.ones(20, int),
        y=np.ones(20, int),
    )


def test_labels_lose_what_parts_them():
    assert to_digits("12_3-4") == "1234"


def test_sets_are_found_by_what_lies_in_the_folder(data):
    sets = find_sets(data)
    assert [case.label for case in sets["photo_digits"]] == ["7", "123"]
    assert [case.label for case in sets["omniglot"]] == [""]


def test_of_a_set_that_taught_the_network_the_held_out_tenth_is_read(data):
    folder = data / "dev/scan_crops_anzemur"
    folder.mkdir()
    np.savez(folder / f"{folder.name}.npz", x=np.zeros((21, 9, 9)), y=np.arange(21))
    names = [case.name for case in find_sets(data)[folder.name]]
    assert names == [f"{folder.name}-{i}" for i in (0, 10, 20)]


def test_alphabet_characters_of_every_second_class_are_read(data):
    names = [sample.name for sample in find_sets(data)["omniglot"]]
    assert names == ["omniglot-1"]


def test_pictures_of_dev_belong_to_a_half_and_mnist_does_not(data):
    save_mnist(data)
    sets = find_sets(data)
    assert {s.half for s in sets["photo_digits"]} <= {"tuned", "unseen"}
    assert {s.half for s in sets["mnist_test"]} == {""}


def test_a_category_of_the_labels_is_kept(data):
    table = data / "dev/photo_digits/labels.csv"
    table.write_text("file,label,category\n7_a.png,7,single\n")
    assert [s.category for s in find_sets(data)["photo_digits"]] == ["single"]


def test_odd_pictures_with_signs_are_a_set(tmp_path):
    (tmp_path / "odd").mkdir()
    for name in ("dollar.png", "cut.jpg"):
        (tmp_path / "odd" / name).write_bytes(b"x")
    [sample] = find_sets(tmp_path)["signs_odd"]
    assert (sample.name, sample.label, sample.has_signs) == ("dollar.png", "25", True)


def test_numbers_are_composed_of_the_test_part_of_mnist(tmp_path):
    save_mnist(tmp_path)
    sets = find_sets(tmp_path)
    assert list(sets) == ["mnist_test", "mnist_strings_apart", "mnist_strings_touching"]
    for name in list(sets)[1:]:
        assert len(sets[name]) == NUMBERS_EACH
        assert all(2 <= len(case.label) <= 8 for case in sets[name])


def test_a_number_that_stands_apart_shows_as_many_digits_as_its_label(tmp_path):
    save_mnist(tmp_path)
    for case in find_sets(tmp_path)["mnist_strings_apart"][:20]:
        columns = (opened(case) < 128).any(0).astype(int)
        assert (np.diff(columns) == 1).sum() == len(case.label)


def test_pen_strokes_are_drawn_dark_on_white(tmp_path):
    save_strokes(tmp_path)
    cases = find_sets(tmp_path)["pendigits"]
    assert [case.label for case in cases] == ["1", "1"]
    gray = opened(cases[0])
    assert gray[0, 0] == 255
    height, width = (np.ptp(np.nonzero(gray < 128), axis=1) + 1).tolist()
    assert height > 5 * width


def test_the_pictures_that_are_kept_of_a_large_set_are_spread_over_it():
    assert thin_out(list(range(10)), 4) == [0, 2, 5, 7]
    assert thin_out(list(range(3)), 4) == thin_out([0, 1, 2], None) == [0, 1, 2]
