"""Draw failures with the stages that led to them, for developers of the reader."""

import re
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw

from ml.digits import NOT_A_DIGIT
from recognizer.errors import RecognizerError
from recognizer.evaluation.metrics import Prediction
from recognizer.inference import engine
from recognizer.pipeline import open_to_read
from recognizer.reading.lattice import NO_GLYPHS, Glyphs
from recognizer.reading.reader import find_best

STAGE_PX = 360  # long side
GLYPH_PX = 84
GAP_PX = 4
TITLE_PX = 24
WIDTH_PX = 2 * STAGE_PX + 3 * GAP_PX
GLYPHS_PER_ROW = (WIDTH_PX - GAP_PX) // (GLYPH_PX + GAP_PX)


def save_failure(failure: Prediction, folder: Path) -> None:
    """Draw the picture, its ink, and each glyph with its likeliest class, as a PNG."""
    folder.mkdir(parents=True, exist_ok=True)
    stages, found = _stages(failure.sample.load())
    rows = -(-len(found.regions) // GLYPHS_PER_ROW)
    top = TITLE_PX + max((stage.height for stage in stages), default=0) + 2 * GAP_PX
    sheet = Image.new("L", (WIDTH_PX, top + rows * (GLYPH_PX + GAP_PX)), 96)
    ImageDraw.Draw(sheet).text((GAP_PX, GAP_PX), _title(failure), fill=255)
    for i, stage in enumerate(stages):
        sheet.paste(stage, (GAP_PX + i * (STAGE_PX + GAP_PX), TITLE_PX))
    glyphs = zip(found.fields, found.probabilities, strict=True)
    for i, (glyph, probs) in enumerate(glyphs):
        row, column = divmod(i, GLYPHS_PER_ROW)
        at = GAP_PX + column * (GLYPH_PX + GAP_PX), top + row * (GLYPH_PX + GAP_PX)
        _draw_glyph(sheet, glyph, probs, at)
    name = re.sub(r"[^\w.-]", "_", failure.sample.name)[:80]
    sheet.save(folder / f"{name}.png")


def _stages(data: bytes) -> tuple[list[Image.Image], Glyphs]:
    """Return the gray picture, its ink, and its glyphs; nothing if it was refused."""
    try:
        _, page = open_to_read(data, None)
    except RecognizerError:
        return [], NO_GLYPHS
    best = find_best(page.gray, engine.shared_network)
    return [_fit(page.gray), _fit(best.ink)], best.found


def _title(failure: Prediction) -> str:
    wanted = repr(failure.sample.label) if failure.sample.label else "no digit"
    if not failure.reading:
        return f"{wanted}: the file was refused"
    verdict = f"{failure.reading.verdict}, {failure.reading.confidence:.2f}"
    return f"{verdict}: {wanted} read as {failure.text!r}"


def _fit(stage: np.ndarray) -> Image.Image:
    """Return a stage scaled to its size on the sheet; small ones keep sharp pixels."""
    picture = Image.fromarray(np.ascontiguousarray(stage))
    scale = STAGE_PX / max(picture.size)
    size = [max(round(side * scale), 1) for side in picture.size]
    resampling = Image.Resampling.NEAREST if scale > 1 else Image.Resampling.BICUBIC
    return picture.resize(size, resampling)


def _draw_glyph(
    sheet: Image.Image, glyph: np.ndarray, probs: np.ndarray, at: tuple[int, int]
) -> None:
    """Paste a glyph, float32 (28, 28, 1), with its likeliest class."""
    picture = Image.fromarray((glyph[..., 0] * 255).astype(np.uint8))
    sheet.paste(picture.resize((GLYPH_PX, GLYPH_PX)), at)
    likeliest = int(probs.argmax())
    name = "none" if likeliest == NOT_A_DIGIT else likeliest
    label = f"{name} {probs.max():.2f}"
    ImageDraw.Draw(sheet).text((at[0] + 2, at[1] + GLYPH_PX - 12), label, fill=200)
