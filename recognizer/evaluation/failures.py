"""Failures drawn with the stages that led to them, for people who mend the reader."""

import re
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw

from ml.digits import NOT_A_DIGIT
from recognizer.errors import RecognizerError
from recognizer.evaluation.scorecard import Answer
from recognizer.inference import engine
from recognizer.pipeline import open_photo, reading_side, to_gray
from recognizer.reading.lattice import NOTHING, Classified
from recognizer.reading.reader import find_best

STAGE = 360  # pixels, the side of a stage
FIELD = 84
GAP = 4
TITLE = 24
WIDTH = 2 * STAGE + 3 * GAP
IN_A_ROW = (WIDTH - GAP) // (FIELD + GAP)


def save_miss(answer: Answer, folder: Path) -> None:
    """Draw the picture, its ink, and each field with its likeliest class, as a PNG."""
    folder.mkdir(parents=True, exist_ok=True)
    stages, found = _stages(answer.case.load())
    rows = -(-len(found.regions) // IN_A_ROW)
    top = TITLE + max((stage.height for stage in stages), default=0) + 2 * GAP
    sheet = Image.new("L", (WIDTH, top + rows * (FIELD + GAP)), 96)
    ImageDraw.Draw(sheet).text((GAP, GAP), _title(answer), fill=255)
    for i, stage in enumerate(stages):
        sheet.paste(stage, (GAP + i * (STAGE + GAP), TITLE))
    fields = zip(found.fields, found.probabilities, strict=True)
    for i, (seen, chances) in enumerate(fields):
        row, column = divmod(i, IN_A_ROW)
        at = GAP + column * (FIELD + GAP), top + row * (FIELD + GAP)
        _draw_field(sheet, seen, chances, at)
    name = re.sub(r"[^\w.-]", "_", answer.case.name)[:80]
    sheet.save(folder / f"{name}.png")


def _stages(data: bytes) -> tuple[list[Image.Image], Classified]:
    """Return the gray picture, its ink, and the fields; none if it can't be opened."""
    try:
        gray = to_gray(open_photo(data, reading_side(data)).image)
    except RecognizerError:
        return [], NOTHING
    best = find_best(gray, engine.shared_network)
    return [_fitted(gray), _fitted(best.ink)], best.found


def _title(answer: Answer) -> str:
    wanted = repr(answer.case.label) if answer.case.label else "no digit"
    if not answer.reading:
        return f"{wanted}: the file was refused"
    said = f"{answer.reading.verdict}, {answer.reading.confidence:.2f}"
    return f"{said}: {wanted} read as {answer.text!r}"


def _fitted(stage: np.ndarray) -> Image.Image:
    """Return a stage as large as its place allows; small ones keep their pixels."""
    picture = Image.fromarray(np.ascontiguousarray(stage))
    scale = STAGE / max(picture.size)
    size = [max(round(side * scale), 1) for side in picture.size]
    way = Image.Resampling.NEAREST if scale > 1 else Image.Resampling.BICUBIC
    return picture.resize(size, way)


def _draw_field(sheet, seen: np.ndarray, chances: np.ndarray, at: tuple[int, int]):
    """Paste a field, float32 (28, 28, 1), and write its class over it."""
    picture = Image.fromarray((seen[..., 0] * 255).astype(np.uint8))
    sheet.paste(picture.resize((FIELD, FIELD)), at)
    likeliest = int(chances.argmax())
    said = "none" if likeliest == NOT_A_DIGIT else likeliest
    label = f"{said} {chances.max():.2f}"
    ImageDraw.Draw(sheet).text((at[0] + 2, at[1] + FIELD - 12), label, fill=200)
