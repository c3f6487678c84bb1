"""Draw failures with the stages that led to them, for developers of the reader."""

import re
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw

from recognizer.errors import RecognizerError
from recognizer.evaluation.datasets import Sample
from recognizer.evaluation.metrics import Prediction
from recognizer.evaluation.stages import Box, Stages, find_stages
from recognizer.pipeline import open_to_read

STAGE_PX = 360  # long side
GLYPH_PX = 84
GAP_PX = 4
TITLE_PX = 24
MIN_WIDTH_PX = 2 * STAGE_PX + 3 * GAP_PX
GROUND = (96, 96, 96)
WHITE, FOUND, TRUE = (255, 255, 255), (230, 30, 30), (0, 150, 0)


def save_failures(predictions: list[Prediction], folder: Path) -> None:
    """Draw what is not right, a file for each picture."""
    for prediction in predictions:
        if not prediction.is_right:
            save_failure(prediction, folder)


def save_failure(failure: Prediction, folder: Path) -> None:
    """Draw the picture with its boxes, the maps, and each glyph, as a PNG."""
    folder.mkdir(parents=True, exist_ok=True)
    pictures, stages = _draw_stages(failure.sample)
    sheet = _draw_sheet(_title(failure), pictures, stages)
    name = re.sub(r"[^\w.-]", "_", failure.sample.name)[:80]
    sheet.save(folder / f"{name}.png")


def _draw_stages(sample: Sample) -> tuple[list[Image.Image], Stages]:
    """Return the picture with boxes, and the maps; nothing if it was refused."""
    try:
        _, page = open_to_read(sample.load(), None)
    except RecognizerError:
        return [], Stages()
    stages = find_stages(page.gray)
    picture, scale = _fit(page.gray), STAGE_PX / max(page.gray.shape)
    draw = ImageDraw.Draw(picture)
    if sample.marks is not None:
        for box in sample.marks.boxes[~sample.marks.are_signs].tolist():
            draw.rectangle(_scale(box, scale), outline=TRUE)
    for box, label in zip(stages.boxes, stages.labels, strict=True):
        left, top, right, bottom = _scale(box, scale)
        draw.rectangle((left, top, right, bottom), outline=FOUND)
        draw.text((left + 1, max(top - 11, 0)), label.partition(" ")[0], fill=FOUND)
    return [picture, *map(_fit, stages.maps)], stages


def _scale(box: Box, scale: float) -> list[float]:
    return [edge * scale for edge in box]


def _draw_sheet(title: str, pictures: list[Image.Image], stages: Stages) -> Image.Image:
    width = max(len(pictures) * (STAGE_PX + GAP_PX) + GAP_PX, MIN_WIDTH_PX)
    per_row = (width - GAP_PX) // (GLYPH_PX + GAP_PX)
    rows = -(-len(stages.glyphs) // per_row)
    top = TITLE_PX + max((each.height for each in pictures), default=0) + 2 * GAP_PX
    sheet = Image.new("RGB", (width, top + rows * (GLYPH_PX + GAP_PX)), GROUND)
    ImageDraw.Draw(sheet).text((GAP_PX, GAP_PX), title, fill=WHITE)
    for i, picture in enumerate(pictures):
        sheet.paste(picture, (GAP_PX + i * (STAGE_PX + GAP_PX), TITLE_PX))
    for i, (glyph, label) in enumerate(zip(stages.glyphs, stages.labels, strict=True)):
        row, column = divmod(i, per_row)
        at = GAP_PX + column * (GLYPH_PX + GAP_PX), top + row * (GLYPH_PX + GAP_PX)
        sheet.paste(Image.fromarray(glyph).resize((GLYPH_PX, GLYPH_PX)), at)
        corner = at[0] + 2, at[1] + GLYPH_PX - 12
        ImageDraw.Draw(sheet).text(corner, label, fill=FOUND)
    return sheet


def _title(failure: Prediction) -> str:
    wanted = repr(failure.sample.label) if failure.sample.label else "no digit"
    if not failure.reading:
        return f"{wanted}: the file was refused"
    verdict = f"{failure.reading.verdict}, {failure.reading.confidence:.2f}"
    return f"{verdict}: {wanted} read as {failure.text!r}"


def _fit(stage: np.ndarray) -> Image.Image:
    """Return a stage scaled to its size on the sheet; small ones keep sharp pixels."""
    picture = Image.fromarray(np.ascontiguousarray(stage)).convert("RGB")
    scale = STAGE_PX / max(picture.size)
    size = [max(round(side * scale), 1) for side in picture.size]
    resampling = Image.Resampling.NEAREST if scale > 1 else Image.Resampling.BICUBIC
    return picture.resize(size, resampling)
