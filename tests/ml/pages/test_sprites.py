"""Sprites: complete without data, made once, sorted by label."""

import numpy as np
import pytest

from ml.data.drawings.segment_digits import LIT, draw_segments
from ml.data.pages.pens import PENS, make_writer
from ml.data.pages.sprites import cut_scan, load_sprites


def test_a_clone_without_data_has_digits_signs_and_a_font(sprites):
    assert not sprites.digits
    assert set(sprites.strokes["forms"]) == set("0123456789")
    assert all(sprites.strokes["forms"].values())
    assert set(".,-+/:=") <= set(sprites.signs)
    assert set("0123456789") <= set(sprites.printed[0])
    assert sprites.others


def test_a_cache_is_written_once_and_read_after(tmp_path):
    cache = tmp_path / "sprites.cache"
    made = load_sprites(None, tmp_path, 0, cache, drawings=20)
    written = cache.read_bytes()
    again = load_sprites(None, tmp_path, 1, cache, drawings=20)
    assert cache.read_bytes() == written
    assert len(again.others) == len(made.others)
    assert (again.others[0] == made.others[0]).all()


def test_digits_of_a_data_folder_are_sorted_and_the_last_mnist_is_kept(tmp_path):
    data = tmp_path / "data"
    _write_data(data, mnist=5_020)
    sprites = load_sprites(data, tmp_path, 0, drawings=20)
    assert sum(map(len, sprites.digits["mnist"])) == 20
    assert len(sprites.digits["scan"][3]) == 27  # nine tenths of ten, three times
    assert sum(map(len, sprites.strokes["pen"].values())) == 9


def test_the_part_kept_for_validation_can_be_taken_alone(tmp_path):
    data = tmp_path / "data"
    _write_data(data, mnist=5_020)
    sprites = load_sprites(data, tmp_path, 0, drawings=20, is_held_out=True)
    assert sum(map(len, sprites.digits["mnist"])) == 5_000
    assert len(sprites.digits["scan"][3]) == 3
    assert sum(map(len, sprites.strokes["pen"].values())) == 1


def _write_data(data, mnist):
    ink = np.zeros((28, 28), np.uint8)
    ink[5:20, 8:15] = 200
    data.mkdir()
    labels = np.full(mnist, 3)
    np.savez(data / "mnist.npz", x_train=np.stack([ink] * mnist), y_train=labels)
    for name in ("scan_cells_minichazer", "scan_crops_anzemur", "hwd1000"):
        _save(data, name, x=np.stack([255 - ink] * 10), y=labels[:10])
    points = np.array([[0, 0], [4, 9]] * 10, np.int16)
    _save(data, "pendigits", "pendigits_tra_strokes", points=points, y=labels[:10],
          stroke_len=np.full(10, 2), n_strokes=np.full(10, 1))  # fmt: skip
    _save(data, "omniglot", x=np.stack([255 - ink] * 4), y=np.arange(4))


def _save(data, folder, name=None, **arrays):
    (data / "dev" / folder).mkdir(parents=True)
    np.savez(data / "dev" / folder / f"{name or folder}.npz", **arrays)


def test_a_scan_is_cut_to_its_ink():
    gray = np.full((30, 30), 220, np.uint8)
    gray[10:20, 12:16] = 40
    ink = cut_scan(gray)
    assert ink.max() > 200
    assert 16 <= ink.shape[0] <= 26
    assert 6 <= ink.shape[1] <= 14


@pytest.mark.parametrize("character", [*LIT, ".", ":"])
def test_segments_draw_what_a_display_can_show(character):
    ink, top, bottom = draw_segments(character, 0.12, 0.1, 0.1)
    assert ink.max() == 255
    assert top < bottom <= 1.05


def test_an_eight_lights_every_segment():
    inks = [draw_segments(c, 0.12, 0.1, 0.0)[0] for c in "813"]
    assert inks[0].sum() == max(ink.sum() for ink in inks)


@pytest.mark.parametrize("pen", PENS)
def test_a_writer_draws_digits_of_the_height_it_is_asked_for(sprites, pen):
    writer = make_writer(sprites, np.random.default_rng(1), pen)
    for character in "0123456789":
        drawn = writer.draw(character, 60)
        assert 40 < drawn.ink.shape[0] < 100
        assert drawn.ink.max() > 100


def test_thicker_pens_leave_more_ink(sprites):
    rng = np.random.default_rng(2)
    inks = [
        np.mean([make_writer(sprites, rng, pen, "forms").draw("8", 80).ink.mean()
                 for _ in range(10)])
        for pen in ("hairline", "normal", "thick_marker")
    ]  # fmt: skip
    assert inks == sorted(inks)


def test_signs_stand_where_they_are_written(sprites):
    writer = make_writer(sprites, np.random.default_rng(3), "normal", "forms")
    assert writer.draw(".", 50).middle > 0.3
    assert writer.draw(",", 50).middle > writer.draw(".", 50).middle - 0.1
    assert abs(writer.draw("-", 50).middle) < 0.2
    assert writer.draw("/", 50).ink.shape[0] > 45


def test_a_writer_without_a_character_draws_none(sprites):
    writer = make_writer(sprites, np.random.default_rng(4), "normal", "forms")
    assert writer.draw("§", 50) is None
