"""Recipes of pages: one condition alone, and mixtures of all."""

from collections import Counter
from dataclasses import asdict

import numpy as np
import pytest

from ml.data.pages.conditions import (
    CHANGES,
    CONDITIONS,
    DRAWN_STYLES,
    FAULTS,
    LAYOUTS,
    LIGHTS,
    PAPERS,
    SHOWN,
    STROKES,
    STYLES,
    TURNED,
    WITHOUT_DIGITS,
    Recipe,
    draw_recipe,
    single_out,
)
from ml.data.pages.pens import PENS, SOURCES

EXTRAS = {
    "clutter",
    "around",
    "crossed_out",
    "print",
    "things",
    "show_through",
    "specks",
    "stains",
}
DRAWS = 3_000


@pytest.fixture(scope="module")
def drawn():
    rng = np.random.default_rng(0)
    return [draw_recipe(rng) for _ in range(DRAWS)]


def share(recipes, holds):
    return np.mean([bool(holds(recipe)) for recipe in recipes])


def test_the_conditions_that_people_bring_are_there():
    named = {
        "plain", "ruled", "squared", "dotted", "folded", "crumpled", "textured",
        "soft_shadow", "hard_shadow", "vignette", "glare", "low_light", "desk",
        "form_boxes", "comb", "table", "sudoku", "score_sheet", "cheque", "signs",
        "seven_segment", "drum", "printed", "rotated_little", "rotated_quarter",
        "upside_down", "tiny", "hairline", "thick_marker", "frayed", "pencil",
        "overwritten", "touching", "slanted", "canvas", "field_28", "letters", "words",
        "other_scripts", "crossed_out", "scenes", "blank", "long_page", "perspective",
    }  # fmt: skip
    assert named <= set(CONDITIONS)


def test_every_layout_is_a_condition():
    assert set(LAYOUTS) <= set(CONDITIONS)
    assert all(single_out(name).layout == name for name in LAYOUTS)


@pytest.mark.parametrize("condition", CONDITIONS)
def test_a_condition_changes_only_what_it_names(condition):
    plain, changed = asdict(Recipe()), asdict(single_out(condition))
    different = {name for name in plain if plain[name] != changed[name]}
    assert different <= set(CHANGES[condition])
    assert len(different) <= 4


@pytest.mark.parametrize("condition", CONDITIONS)
def test_a_condition_names_what_is_known(condition):
    assert_known(single_out(condition))


def assert_known(recipe):
    assert recipe.layout in LAYOUTS
    assert recipe.style in STYLES
    assert recipe.paper in PAPERS
    assert recipe.light in LIGHTS
    assert recipe.pen is None or recipe.pen in PENS
    assert recipe.source is None or recipe.source in SOURCES
    assert recipe.stroke in STROKES
    assert recipe.crop in (None, "all", "digit")
    assert set(recipe.extras) <= EXTRAS
    assert set(recipe.faults) <= set(FAULTS)


def test_drawn_recipes_name_what_is_known(drawn):
    for recipe in drawn:
        assert_known(recipe)


def test_every_layout_paper_light_and_stroke_is_drawn(drawn):
    assert {recipe.layout for recipe in drawn} == set(LAYOUTS)
    assert {recipe.paper for recipe in drawn} == set(PAPERS)
    assert {recipe.light for recipe in drawn} == set(LIGHTS)
    assert {recipe.stroke for recipe in drawn} == set(STROKES)
    assert {recipe.style for recipe in drawn} == set(STYLES)
    assert {extra for recipe in drawn for extra in recipe.extras} == EXTRAS
    assert {fault for recipe in drawn for fault in recipe.faults} == set(FAULTS)


def test_two_fifths_are_single_digits(drawn):
    alone = ("single", "centered", "filling")
    assert 0.34 < share(drawn, lambda recipe: recipe.layout in alone) < 0.46


def test_a_fifth_has_no_digits(drawn):
    empty = share(drawn, lambda recipe: recipe.layout in WITHOUT_DIGITS)
    assert 0.13 < empty < 0.25


def test_half_are_photos(drawn):
    assert 0.4 < share(drawn, lambda recipe: recipe.style == "photo") < 0.65


def test_light_ink_on_dark_ground_is_the_rarer_one(drawn):
    assert 0.1 < share(drawn, lambda recipe: recipe.is_inverted) < 0.3


def test_only_photos_have_shadows_and_desks(drawn):
    for recipe in drawn:
        if recipe.style != "photo":
            assert recipe.light == "even"
            assert not recipe.has_desk
            assert not recipe.perspective


def test_only_pages_of_several_digits_lie_on_their_side(drawn):
    turned = [recipe for recipe in drawn if recipe.quarters]
    assert {recipe.layout for recipe in turned} <= set(TURNED)
    assert set(Counter(recipe.quarters for recipe in turned)) == {1, 2, 3}


def test_fields_of_few_pixels_hold_one_large_character(drawn):
    small = [recipe for recipe in drawn if recipe.style in ("field", "pixels")]
    assert {recipe.layout for recipe in small} == {"centered", "letter"}
    assert all(recipe.crop is None for recipe in small)


def test_drawings_are_on_plain_or_ruled_ground(drawn):
    papers = {
        recipe.paper
        for recipe in drawn
        if recipe.style in DRAWN_STYLES and recipe.layout != "cheque"
    }
    assert papers == {"plain", "ruled"}


def test_cheques_have_security_print_mostly(drawn):
    cheques = [recipe for recipe in drawn if recipe.layout == "cheque"]
    assert share(cheques, lambda recipe: recipe.paper == "security") > 0.6


def test_displays_are_not_written_by_a_pen(drawn):
    shown = [recipe for recipe in drawn if recipe.layout in SHOWN]
    assert {recipe.stroke for recipe in shown} == {"even"}


def test_printed_pages_have_no_pen(drawn):
    printed = [recipe for recipe in drawn if recipe.source == "printed"]
    assert printed
    assert all(recipe.pen is None for recipe in printed)


def test_hairlines_and_markers_write_single_digits(drawn):
    single = [recipe for recipe in drawn if recipe.layout == "single"]
    pens = Counter(recipe.pen for recipe in single)
    assert pens["hairline"] > 0.04 * len(single)
    assert pens["thick_marker"] > 0.03 * len(single)


def test_the_same_seed_draws_the_same_recipes():
    one, other = np.random.default_rng(3), np.random.default_rng(3)
    assert [draw_recipe(one) for _ in range(20)] == [
        draw_recipe(other) for _ in range(20)
    ]
