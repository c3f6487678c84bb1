"""Pages with labeled digits, endless and the same for the same seed."""

import math
from dataclasses import dataclass, replace

import numpy as np
from PIL import Image

from ml.data.drawings.textures import Textures
from ml.data.number_texts import CLASSES, OTHER
from ml.data.pages import camera, marks, papers
from ml.data.pages.camera import Picture
from ml.data.pages.conditions import (
    CONDITIONS,
    LAYOUTS,
    Recipe,
    draw_recipe,
    single_out,
)
from ml.data.pages.painting import paint
from ml.data.pages.pens import make_writer
from ml.data.pages.sheet import Place, Sheet
from ml.data.pages.sprites import Sprites

__all__ = ["CLASSES", "CONDITIONS", "OTHER", "Composer", "Page"]

SOURCES_OF_PENS = "pen", "forms"


@dataclass(frozen=True)
class Page:
    """A picture and what is written on it.

    Attributes:
        image: uint8 (side, side); 255 is white. Content smaller than the square is
            padded with its mean.
        boxes: float32 (n, 4), left, top, right, bottom in pixels, tight around ink.
        classes: uint8 (n,), index into CLASSES, or OTHER.
        lines: int16 (n,), text line, 0 is the first one as it is read; -1 is none.
            Where the page is turned, lines are those of the upright page.
        numbers: int16 (n,), number that the mark is part of; -1 is none.
        rows, columns: int16 (n,), in a grid or table; -1 is none.
        condition: name of the condition or layout.
    """

    image: np.ndarray
    boxes: np.ndarray
    classes: np.ndarray
    lines: np.ndarray
    numbers: np.ndarray
    rows: np.ndarray
    columns: np.ndarray
    condition: str


class Composer:
    """Draws pages; which, depends on the seed and on the pages before."""

    def __init__(self, sprites: Sprites, seed: int, textures: Textures | None = None):
        """Prepare to draw.

        Args:
            sprites: the inks of the pages.
            seed: of everything that is drawn.
            textures: surfaces of another composer; new ones take a second to draw.
        """
        self.sprites = sprites
        self.rng = np.random.default_rng(seed)
        self._back: np.ndarray | None = None
        self.textures = textures or Textures(np.random.default_rng([seed, 1]))

    def compose(self, side: int, condition: str | None = None) -> Page:
        """Draw a page of `side` by `side` pixels.

        Args:
            side: at least 64.
            condition: one of CONDITIONS, alone; by default any mixture.
        """
        rng = self.rng
        recipe = single_out(condition) if condition else draw_recipe(rng)
        sheet = self._write(side, recipe)
        warp = self._warp(sheet, recipe)
        behind = None
        if "show_through" in recipe.extras and self._back is not None:
            behind = _seen_from_behind(self._back, side)
        self._back = sheet.ink
        gray, contrast = paint(sheet, recipe, warp, rng, self.textures, behind)
        boxes = np.array([_box(o, warp) for o in sheet.outlines]).reshape(-1, 4)
        frame = gray[: sheet.height, : sheet.width]
        image = Image.fromarray(np.clip(frame, 0, 255).astype(np.uint8))
        picture = Picture(image, boxes, np.arange(len(boxes)))
        picture = self._photograph(picture, sheet, recipe, contrast)
        square, boxes = camera.pad(picture, side, rng)
        return _page(square, boxes, picture.kept, sheet, condition or recipe.layout)

    def _write(self, side: int, recipe: Recipe) -> Sheet:
        rng = self.rng
        write, frame, _ = LAYOUTS[recipe.layout]
        sheet = Sheet(side, *_draw_frame(rng, side, frame))
        if not write:
            return sheet
        source = recipe.source
        if recipe.style == "clean" and not source and rng.random() < 0.4:
            source = "pen" if "pen" in self.sprites.strokes else "forms"
        if source not in _sources(self.sprites):
            source = None
        repeats = int(rng.integers(2, 5)) if recipe.stroke == "overwritten" else 1
        writer = make_writer(
            self.sprites, rng, recipe.pen, source, recipe.is_slanted, repeats
        )
        write(sheet, writer)
        if "crossed_out" in recipe.extras:
            marks.cross_out(sheet, writer)
        if "around" in recipe.extras:
            marks.around_digits(sheet, writer)
        if "print" in recipe.extras:
            marks.print_beside(sheet, writer)
        if "clutter" in recipe.extras:
            marks.scatter_marks(sheet, writer, int(rng.integers(1, 6)), 0.25)
        if recipe.paper in ("ruled", "squared", "dotted"):
            papers.rule_paper(sheet, rng, recipe.paper)
        return sheet

    def _warp(self, sheet: Sheet, recipe: Recipe) -> np.ndarray | None:
        if not recipe.angle and not recipe.perspective:
            return None
        return camera.draw_warp(sheet, self.rng, recipe.angle, recipe.perspective)

    def _photograph(
        self, picture: Picture, sheet: Sheet, recipe: Recipe, contrast: float
    ) -> Picture:
        rng = self.rng
        digits = np.array(sheet.classes, int) < 10
        if recipe.crop and len(picture.boxes):
            whole = picture.boxes[digits] if digits.any() else picture.boxes
            if recipe.crop == "digit":
                whole = whole[rng.integers(len(whole))][None]
            picture = camera.crop_closely(picture, rng, whole, sheet.side)
        picture = camera.quarter_turns(picture, recipe.quarters)
        sizes = (picture.boxes[:, 2:] - picture.boxes[:, :2]).max(1)
        chosen = sizes[np.array(sheet.classes, int)[picture.kept] < 10]
        height = float(chosen.min()) if len(chosen) else 30.0
        image = picture.image
        if recipe.style in ("field", "pixels"):
            image = camera.to_field(image, rng, recipe.style == "pixels")
        if "low_resolution" in recipe.faults:
            image = camera.lower_resolution(image, rng, height)
        if "blurred" in recipe.faults:
            image = camera.blur(image, rng, height)
        if "noisy" in recipe.faults:
            image = camera.add_noise(image, rng, contrast)
        if "jpeg" in recipe.faults:
            image = camera.compress(image, rng)
        return replace(picture, image=image)


def _seen_from_behind(ink: np.ndarray, side: int) -> np.ndarray:
    """Return ink mirrored and blurred by the paper, float32 (side, side) in [0, 1]."""
    mirrored = Image.fromarray(np.ascontiguousarray(ink[:, ::-1])).reduce(3)
    return np.asarray(mirrored.resize((side, side)), np.float32) / 255


def _sources(sprites: Sprites) -> set[str]:
    return {*sprites.digits, *sprites.strokes, "printed", "handwritten"}


def _draw_frame(rng: np.random.Generator, side: int, frame: str) -> tuple[int, int]:
    """Return width and height of what will be seen of the square."""
    kind = rng.random()
    if frame == "wide":
        low = math.log(0.16 if kind < 0.8 else 0.6)
        return side, int(side * math.exp(rng.uniform(low, 0)))
    if frame == "square" or kind < 0.5:
        return side, side
    short = int(side * rng.uniform(0.42, 1))
    return (side, short) if kind < 0.75 else (short, side)


def _box(outline: np.ndarray, warp: np.ndarray | None) -> np.ndarray:
    points = outline if warp is None else camera.apply_warp(warp, outline)
    return np.concatenate([points.min(0), points.max(0)])


def _page(
    square: np.ndarray,
    boxes: np.ndarray,
    kept: np.ndarray,
    sheet: Sheet,
    condition: str,
) -> Page:
    places = [sheet.places[i] for i in kept]
    order = np.array(places, np.int16).reshape(-1, len(Place._fields))
    return Page(
        square,
        boxes.astype(np.float32),
        np.array([sheet.classes[i] for i in kept], np.uint8),
        order[:, 0],
        order[:, 1],
        order[:, 2],
        order[:, 3],
        condition,
    )
