"""Failures drawn with the stages that led to them, for people who mend the reader."""

import re
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw

from recognizer.pipeline import open_photo, reading_side, to_gray
from recognizer.reader import find_best
from recognizer.scorecard import Answer

STAGE = 360  # pixels, the side of a stage
FIELD = 84


def save_miss(answer: Answer, folder: Path) -> None:
    """Draw the picture, its ink, and each field with its likeliest class, as a PNG."""
    folder.mkdir(parents=True, exist_ok=True)
    data = answer.case.load()
    gray = to_gray(open_photo(data, reading_side(data)).image)
    best = find_best(gray)
    sheet = Image.new("L", (2 * STAGE + 12, STAGE + 40 + FIELD), 96)
    for i, stage in enumerate((gray, best.ink)):
        picture = Image.fromarray(np.ascontiguousarray(stage))
        picture.thumbnail((STAGE, STAGE))
        sheet.paste(picture, (4 + i * (STAGE + 4), 24))
    draw = ImageDraw.Draw(sheet)
    said = answer.reading.verdict if answer.reading else "refused"
    draw.text(
        (4, 4), f"{answer.case.label!r} read as {answer.text!r}, {said}", fill=255
    )
    fields = zip(best.found.fields, best.found.probabilities, strict=True)
    for i, (seen, chances) in enumerate(fields):
        _draw_field(sheet, seen, chances, (4 + i * (FIELD + 4), STAGE + 32))
    name = re.sub(r"[^\w.-]", "_", answer.case.name)[:80]
    sheet.save(folder / f"{name}.png")


def _draw_field(sheet, seen: np.ndarray, chances: np.ndarray, at: tuple[int, int]):
    """Paste a field, float32 (28, 28, 1), and write its class over it."""
    picture = Image.fromarray((seen[..., 0] * 255).astype(np.uint8))
    sheet.paste(picture.resize((FIELD, FIELD)), at)
    label = f"{chances.argmax()} {chances.max():.2f}"
    ImageDraw.Draw(sheet).text((at[0] + 2, at[1] + FIELD - 12), label, fill=200)
