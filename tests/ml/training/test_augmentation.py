"""Augmentation distorts glyph images within its limits."""

import numpy as np
import pytest

from ml.artifact import golden_glyph_image
from ml.training.augmentation import CHANGES, augment

COUNT = 64


@pytest.fixture(scope="module")
def images():
    return np.repeat(golden_glyph_image(), COUNT, axis=0)


def augment_with(images, seed, strength=1.0):
    return augment(images, np.random.default_rng(seed), strength)


def find_centers(images):
    """Return the center of mass of each image, float (n, 2)."""
    y, x = np.mgrid[:28, :28]
    mass = images[..., 0].sum((1, 2))
    return np.stack([(images[..., 0] * c).sum((1, 2)) / mass for c in (y, x)], 1)


def test_strength_zero_changes_nothing(images):
    assert augment_with(images, 1, 0.0) == pytest.approx(images, abs=1e-4)


def test_the_images_given_are_not_changed(images):
    before = images.copy()
    augment_with(images, 1)
    assert (images == before).all()


def test_the_same_seed_gives_the_same_images(images):
    assert np.array_equal(augment_with(images, 3), augment_with(images, 3))


def test_copies_differ_and_stay_in_range(images):
    augmented = augment_with(images, 2)
    assert augmented.dtype == np.float32
    assert len(np.unique(augmented.sum((1, 2, 3)))) == COUNT
    assert 0.0 <= augmented.min() <= augmented.max() <= 1.0


def test_ink_is_neither_lost_nor_created(images):
    mass = augment_with(images, 4).sum((1, 2, 3)) / images[0].sum()
    assert mass.min() > 0.3
    assert mass.max() < 3.0


def test_half_the_strength_distorts_less(images):
    def distance(strength):
        return np.abs(augment_with(images, 5, strength) - images).mean()

    assert distance(0.25) < distance(0.5) < distance(1.0)


def test_digits_stay_near_the_middle(images):
    centers = find_centers(augment_with(images, 6))
    assert np.abs(centers - find_centers(images)).max() < 6


def test_a_seven_keeps_its_bar_above(images):
    augmented = augment_with(images, 7)[..., 0]
    upper, lower = augmented[:, :14].sum((1, 2)), augmented[:, 14:].sum((1, 2))
    assert (upper > lower).mean() > 0.75


@pytest.mark.parametrize("change", [c for c, _ in CHANGES], ids=lambda c: c.__name__)
def test_every_change_keeps_the_shape_and_changes_something(change, images):
    changed = change(images[..., 0].copy(), np.random.default_rng(8))
    assert changed.shape == images.shape[:3]
    assert np.isfinite(changed).all()
    assert np.abs(changed - images[..., 0]).max() > 0.05


def test_changes_are_made_to_some_images_only():
    assert all(0 < prob < 0.5 for _, prob in CHANGES)


def test_blank_images_stay_almost_blank():
    blank = np.zeros((COUNT, 28, 28, 1), np.float32)
    assert np.median(augment_with(blank, 9).max((1, 2, 3))) < 0.1


def apply(change, images, seed=8):
    return change(images[..., 0].copy(), np.random.default_rng(seed))


def named(name):
    """Return the change of such a name."""
    return next(change for change, _ in CHANGES if change.__name__ == name)


def steepest(images):
    return np.abs(np.diff(images, axis=2)).max((1, 2))


def test_blur_makes_edges_less_steep(images):
    assert (steepest(apply(named("_blur"), images)) < steepest(images[..., 0])).all()


def test_clutter_only_adds_ink(images):
    changed = apply(named("_add_clutter"), images) - images[..., 0]
    assert changed.min() >= 0
    assert (changed.max((1, 2)) > 0.2).all()


def test_clutter_stands_near_a_border(images):
    blank = np.zeros_like(images)
    changed = apply(named("_add_clutter"), blank)
    assert changed[:, 6:20, 6:20].max() == 0


def test_contrast_keeps_paper_and_the_order_of_grays(images):
    changed = apply(named("_change_contrast"), images)
    assert changed[images[..., 0] == 0].max() == 0
    order = np.argsort(images[0, ..., 0].ravel(), kind="stable")
    assert (np.diff(changed[0].ravel()[order]) >= -1e-6).all()


def test_strokes_get_thicker_and_thinner(images):
    mass = apply(named("_change_stroke_width"), images).sum((1, 2))
    before = images[0].sum()
    assert mass.min() < before < mass.max()


def test_rough_strokes_leave_far_paper_clean(images):
    changed = apply(named("_roughen"), images)
    assert changed[:, :3, :3].max() == 0
    assert 0 <= changed.min() <= changed.max() <= 1


def test_noise_is_zero_on_average(images):
    changed = apply(named("_add_noise"), images) - images[..., 0]
    assert abs(changed.mean()) < 0.01
    assert changed.std() < 0.1


@pytest.mark.parametrize("count", [1, 2, 7])
def test_any_number_of_images_is_augmented(images, count):
    assert augment_with(images[:count], 3).shape == (count, 28, 28, 1)
