"""Ink and print become a gray page: tones, paper, light and what lies around."""

import math

import numpy as np
from PIL import Image, ImageFilter

from ml.data.drawings.scenes import draw_scene
from ml.data.drawings.textures import Textures, polygon_mask, shade
from ml.data.pages import papers
from ml.data.pages.camera import apply_warp, warp_layer
from ml.data.pages.conditions import DRAWN_STYLES, Recipe
from ml.data.pages.sheet import Sheet

# Deviation of the paper, in contrasts of the ink.
PAPER_LEVELS = {
    "crumpled": (0.06, 0.3),
    "folded": (0.06, 0.3),
    "textured": (0.03, 0.14),
    "security": (0.05, 0.3),
}
SMALL_PX = 14  # smaller digits are written in good contrast


def paint(
    sheet: Sheet,
    recipe: Recipe,
    warp: np.ndarray | None,
    rng: np.random.Generator,
    textures: Textures,
    previous: np.ndarray | None = None,
) -> tuple[np.ndarray, float]:
    """Paint the sheet as a camera sees it.

    Args:
        sheet: ink, print and panels.
        recipe: what the page is made of.
        warp: homography from the sheet to the page; None leaves it as it is.
        rng: of every choice.
        textures: surfaces to cut from.
        previous: strength of the ink on the back, float32 (side, side) in [0, 1].

    Returns:
        The page, float32 (side, side), 255 is white; and the contrast of its ink in
        gray levels.
    """
    side = sheet.side
    if recipe.layout == "scenes":
        return draw_scene(rng, side, textures), 60.0
    strength = _ink(sheet, recipe, warp, rng, textures)
    if "show_through" in recipe.extras and previous is not None:
        strength = np.maximum(strength, previous * rng.uniform(0.02, 0.07))
    tone, ink_tone = _draw_tones(rng, recipe, sheet)
    contrast = abs(tone - ink_tone)
    x = np.full((side, side), tone, np.float32)
    if recipe.style not in ("clean", "pixels"):
        _add_paper(x, recipe, contrast, rng, textures)
    tones: np.ndarray | float = ink_tone
    if sheet.panels:
        x, tones = _lay_panels(x, ink_tone, sheet, warp)
    printed = sheet.print_layer()
    if printed is not None:
        printed = warp_layer(printed, warp) if warp is not None else printed
        level = rng.uniform(0.12, 0.9) / 255
        x += np.asarray(printed, np.float32) * level * (ink_tone - x)
    x += strength * (tones - x)
    if "specks" in recipe.extras:
        papers.add_specks(x, ink_tone, rng)
    if "stains" in recipe.extras:
        papers.add_stains(x, ink_tone, rng)
    if recipe.style == "photo":
        x = _surround(_light(x, recipe.light, rng), recipe, sheet, warp, rng, textures)
    return x, contrast


def _ink(
    sheet: Sheet,
    recipe: Recipe,
    warp: np.ndarray | None,
    rng: np.random.Generator,
    textures: Textures,
) -> np.ndarray:
    """Return the strength of the ink, float32 (side, side) in [0, 1]."""
    side = sheet.side
    layer = Image.fromarray(sheet.ink)
    if warp is not None:
        layer = warp_layer(layer, warp)
    heights = sheet.heights()
    smallest = float(heights.min()) if len(heights) else 40.0
    if smallest > 40 and recipe.pen is None and rng.random() < 0.1:
        layer = layer.filter(ImageFilter.MaxFilter(3))
    strength = np.asarray(layer, np.float32) / 255
    if recipe.stroke == "hollow" and smallest > 60:
        thick = 2 * int(np.clip(smallest / 60, 1, 3)) + 1
        inner = np.asarray(layer.filter(ImageFilter.MinFilter(thick)), np.float32)
        strength = strength - inner / 255
    if recipe.stroke == "pencil":
        grain = textures.cut(rng, "grain", side, side)
        strength *= np.clip(0.8 + rng.uniform(0.1, 0.3) * grain, 0.3, 1.0)
    elif recipe.stroke == "frayed" and smallest > 16:
        strength = _fray(layer, smallest, rng, textures)
    return strength


def _fray(
    layer: Image.Image, smallest: float, rng: np.random.Generator, textures: Textures
) -> np.ndarray:
    """Return ink with ragged edges and gaps, as of a dry pen on rough paper."""
    side = layer.width
    grain = textures.cut(rng, "grain", side, side)
    if rng.random() < 0.5:
        strength = np.asarray(layer, np.float32) / 255
        return strength * np.clip(1.1 + rng.uniform(0.3, 0.7) * grain, 0.05, 1.0)
    soft = layer.filter(ImageFilter.GaussianBlur(min(smallest / 40, 3.0)))
    ink = np.asarray(soft, np.float32) / 255
    rough = ink + rng.uniform(0.08, 0.22) * grain
    return np.where(ink > 0.12, np.clip((rough - 0.4) * 5 + 0.3, 0.0, 1.0), 0.0)


def _draw_tones(
    rng: np.random.Generator, recipe: Recipe, sheet: Sheet
) -> tuple[float, float]:
    """Return the gray levels of paper and ink."""
    if recipe.style in DRAWN_STYLES:
        paper = 255.0 if rng.random() < 0.6 else rng.uniform(190, 255)
        ink = 0.0 if rng.random() < 0.6 else rng.uniform(0, paper - 60)
        return (255 - paper, 255 - ink) if recipe.is_inverted else (paper, ink)
    heights = sheet.heights()
    is_hard = len(heights) > 0 and heights.min() < SMALL_PX
    is_hard = is_hard or recipe.light in ("glare", "low_light")
    low = 60 if is_hard else 28 if recipe.style == "photo" else 50
    contrast = math.exp(rng.uniform(math.log(low), math.log(200)))
    paper = rng.uniform(90 if recipe.style == "photo" else 195, 248)
    if recipe.is_inverted:
        paper = rng.uniform(5, 110)
        return paper, min(paper + contrast, 255.0)
    return paper, max(paper - contrast, 0.0)


def _add_paper(
    x: np.ndarray,
    recipe: Recipe,
    contrast: float,
    rng: np.random.Generator,
    textures: Textures,
) -> None:
    """Give the paper its unevenness, in place."""
    side = len(x)
    if recipe.paper in PAPER_LEVELS:
        level = contrast * rng.uniform(*PAPER_LEVELS[recipe.paper])
        kind = recipe.paper
        if kind == "security" and rng.random() < 0.25:
            kind = "weave"
        if kind == "textured":
            x += textures.any(rng, side, side) * level
        else:
            x += textures.cut(rng, kind, side, side) * level
    elif recipe.style == "photo" and rng.random() < 0.4:
        x += textures.any(rng, side, side) * contrast * rng.uniform(0.01, 0.06)


def _lay_panels(
    x: np.ndarray, ink_tone: float, sheet: Sheet, warp: np.ndarray | None
) -> tuple[np.ndarray, np.ndarray]:
    """Return the page with its panels, and the tone of ink at every pixel."""
    tones = np.full_like(x, ink_tone)
    for panel in sheet.panels:
        corners = panel.corners
        if warp is not None:
            corners = apply_warp(warp, corners)
        inside = polygon_mask(corners, sheet.side) > 0.5
        x[inside], tones[inside] = panel.paper, panel.ink
    return x, tones


def _light(x: np.ndarray, light: str, rng: np.random.Generator) -> np.ndarray:
    """Light the page; ink and paper keep their ratio."""
    if rng.random() < 0.7:
        uneven = shade(rng, len(x), int(rng.choice([2, 2, 3, 4])))
        x = x * (1 + uneven * rng.uniform(0.02, 0.25))
    if light == "soft_shadow":
        return papers.cast_shadow(x, rng, len(x) * rng.uniform(0.02, 0.12))
    if light == "hard_shadow":
        return papers.cast_shadow(x, rng, rng.uniform(0, 4))
    if light == "vignette":
        return papers.vignette(x, rng)
    if light == "glare":
        return papers.add_glare(x, rng)
    if light == "low_light":
        return x * rng.uniform(0.25, 0.6) + rng.uniform(0, 15)
    return x


def _surround(
    x: np.ndarray,
    recipe: Recipe,
    sheet: Sheet,
    warp: np.ndarray | None,
    rng: np.random.Generator,
    textures: Textures,
) -> np.ndarray:
    """Put a desk around the page and things beside what is written."""
    content = _content(sheet, warp)
    if recipe.has_desk:
        x = papers.lay_on_desk(x, content, rng, textures)
    if "things" in recipe.extras:
        x = papers.lay_things(x, content, rng, textures)
    return x


def _content(sheet: Sheet, warp: np.ndarray | None) -> tuple[float, ...]:
    """Return the box around all that is written; the middle of a blank sheet."""
    width, height = sheet.width, sheet.height
    boxes = [(0.3 * width, 0.3 * height, 0.7 * width, 0.7 * height)]
    corners = np.array(sheet.obstacles or boxes, float)
    points = np.concatenate([corners[:, [i, j]] for i in (0, 2) for j in (1, 3)])
    points = points if warp is None else apply_warp(warp, points)
    return (*points.min(0), *points.max(0))
