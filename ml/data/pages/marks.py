"""Letters, words, doodles and strokes; alone, or beside digits."""

import math

import numpy as np

from ml.data.drawings.strokes import draw_pen, shape_ink, spline
from ml.data.number_texts import CLASSES, OTHER
from ml.data.pages.pens import Writer, choose_font
from ml.data.pages.sheet import Place, Sheet, Style, turn, write_text
from ml.data.pages.sprites import Font

MIN_LETTER_PX = 7  # smaller letters are clutter without a label
MAX_PRINTED = 150  # marks of a page before print is added no more


def write_word(
    sheet: Sheet,
    writer: Writer,
    corner: tuple[float, float],
    height: float,
    angle: float = 0.0,
    line: int = -1,
    font: Font | None = None,
    right: float = math.inf,
) -> float:
    """Write a word of a font to the right of a point; return its length in pixels.

    Args:
        sheet: is written on.
        writer: chooses letters and font.
        corner: left end of the line through the middles of the capitals.
        height: of capitals, in pixels.
        angle: degrees, clockwise.
        line: index of the text line.
        font: by default one like handwriting.
        right: where the word ends at the latest.
    """
    rng = writer.rng
    font = font or _font_with_letters(writer, "handwritten")
    letters = _draw_letters(font, rng)
    advance = 0.0
    for letter in letters:
        glyph = font[letter]
        tall = height * (glyph.bottom - glyph.top)
        ink = shape_ink(glyph.ink, tall, angle, 0.0, 1.0, 128.0)
        if not ink.size:
            continue
        below = height * ((glyph.top + glyph.bottom) / 2 - 0.5)
        dx, dy = turn(advance + ink.shape[1] / 2, below, angle)
        label = OTHER if ink.shape[0] >= MIN_LETTER_PX else None
        if corner[0] + dx + ink.shape[1] / 2 > min(right, sheet.width):
            break
        sheet.put(ink, corner[0] + dx, corner[1] + dy, label, Place(line))
        advance += ink.shape[1] + 0.08 * height
    return advance


def write_caption(
    sheet: Sheet, printer: Writer, corner: tuple[float, float], size: float, line: int
) -> float:
    """Print what a number is, such as "Student number:"; return its length."""
    rng, (x, y) = printer.rng, corner
    font = printer.font if "a" in printer.font else None
    for _ in range(int(rng.integers(1, 4))):
        if x < 0.45 * sheet.width:
            x += write_word(sheet, printer, (x, y), size, 0, line, font) + 0.4 * size
    if rng.random() < 0.5:
        style = Style(size, 0.1, spread=0.0)
        x += write_text(sheet, printer, ":", (x - 0.3 * size, y), style, Place(line))
    return x - corner[0] + 0.3 * size


def _draw_letters(font: Font, rng: np.random.Generator) -> list[str]:
    having = [c for c in font if c.isalpha() and c.isascii()]
    small = [c for c in having if c.islower()]
    count = int(rng.integers(2, 10))
    kind = rng.random()
    if kind < 0.25:
        having = [c for c in having if c.isupper()]
    word = [having[rng.integers(len(having))]]
    among = small if kind >= 0.25 else having
    return word + [among[rng.integers(len(among))] for _ in range(count - 1)]


def _font_with_letters(writer: Writer, kind: str) -> Font:
    for _ in range(40):
        font = choose_font(writer.sprites, kind, writer.rng)
        if "a" in font:
            return font
    fonts = writer.sprites.handwritten + writer.sprites.printed
    return next(font for font in fonts if "a" in font)


def words(sheet: Sheet, writer: Writer) -> None:
    """Write lines of words, in print or by hand."""
    rng = writer.rng
    kind = "handwritten" if rng.random() < 0.6 else "printed"
    font = _font_with_letters(writer, kind)
    low, high = math.log(8), math.log(max(0.35 * sheet.height, 9))
    height = math.exp(rng.uniform(low, high))
    pitch, angle = height * rng.uniform(1.4, 2.4), rng.normal(0, 2)
    left = rng.uniform(0.01, 0.15) * sheet.width
    y, line = height, 0
    while y < sheet.height and len(sheet.classes) < 150:
        x = left
        while x < sheet.width - height:
            x += write_word(sheet, writer, (x, y), height, angle, line, font) + height
            if rng.random() < 0.15:
                break
        y, line = y + pitch, line + 1


def letter(sheet: Sheet, writer: Writer) -> None:
    """Write one letter, sign or doodle as large as a lone digit."""
    rng, size = writer.rng, sheet.short_side * writer.rng.uniform(0.25, 0.95)
    sign = "+-,"[rng.integers(3)] if rng.random() < 0.08 else ""
    angle = rng.normal(0, 6)
    drawn = writer.draw(sign, size, angle) if sign else writer.other(size, angle)
    if drawn is not None and drawn.ink.size:
        x, y = rng.uniform(0.46, 0.54, 2) * (sheet.width, sheet.height)
        sheet.put(drawn.ink, x, y, CLASSES.index(sign) if sign else OTHER)


def letters(sheet: Sheet, writer: Writer) -> None:
    """Write letters and signs anywhere."""
    scatter_marks(sheet, writer, int(writer.rng.integers(2, 16)), 0.5)


def scatter_marks(sheet: Sheet, writer: Writer, count: int, largest: float) -> None:
    """Write letters, words and strokes where nothing stands.

    Args:
        sheet: is written on.
        writer: draws the marks.
        count: of marks that are tried.
        largest: size of the marks, as share of the frame's short side.
    """
    rng = writer.rng
    low, high = math.log(8), math.log(max(largest * sheet.short_side, 9))
    for _ in range(count):
        size = math.exp(rng.uniform(low, high))
        x, y = rng.uniform(0, sheet.width), rng.uniform(0, sheet.height)
        kind = rng.random()
        if kind < 0.6:
            drawn = writer.other(size, rng.normal(0, 8))
            if drawn is None or not drawn.ink.size:
                continue
            tall, wide = drawn.ink.shape
            box = (x - wide / 2, y - tall / 2, x + wide / 2, y + tall / 2)
            if sheet.is_free(box, 2):
                label = OTHER if max(tall, wide) >= MIN_LETTER_PX else None
                sheet.put(drawn.ink, x, y, label)
        elif kind < 0.8:
            size = min(size, 40)
            if sheet.is_free((x, y - 0.7 * size, x + 6 * size, y + 0.7 * size), 2):
                write_word(sheet, writer, (x, y), size, rng.normal(0, 3))
        else:
            _stroke(sheet, writer)


def _stroke(sheet: Sheet, writer: Writer) -> None:
    """Draw a stroke without a label, from beyond the frame, where nothing stands."""
    rng = writer.rng
    size = np.array([sheet.width, sheet.height], float)
    start = rng.uniform(0, 1, 2) * size
    side = int(rng.integers(2))
    start[side] = rng.choice([-4.0, size[side] + 4.0])
    length = sheet.short_side * rng.uniform(0.3, 1.5)
    ends = np.array([start, start + turn(length, 0.0, rng.uniform(0, 360))])
    # Little bent: what bends more may be a digit.
    bend = ends.mean(0) + rng.normal(0, 0.07, 2) * length
    knots = np.array([ends[0], bend, ends[1]])
    low, high = knots.min(0), knots.max(0)
    if sheet.is_free((*low, *high), 3):
        ink = draw_pen([spline(knots, 20)], rng.uniform(1, 4))
        x, y = (low + high) / 2
        sheet.put(ink, x, y)


def around_digits(sheet: Sheet, writer: Writer) -> None:
    """Draw a circle, an underline or a bracket about what is written, unlabeled."""
    content = sheet.content()
    if content is None:
        return
    rng = writer.rng
    left, top, right, bottom = content
    if sheet.outlines and rng.random() < 0.5:
        outline = sheet.outlines[rng.integers(len(sheet.outlines))]
        (left, top), (right, bottom) = outline.min(0), outline.max(0)
    pad = rng.uniform(0.1, 0.4) * min(bottom - top, 60)
    pen = max(writer.pen * min(bottom - top, 80), 0.8)
    if rng.random() < 0.5:
        y = bottom + pad * rng.uniform(0.4, 1)
        ends = np.array([[left - pad, y], [(left + right) / 2, y], [right + pad, y]])
        ends[:, 1] += rng.normal(0, 0.1, 3) * pad
        _draw_at(sheet, spline(ends, 12), pen)
        if rng.random() < 0.3:
            _draw_at(sheet, spline(ends + np.array([0, max(3 * pen, 3)]), 12), pen)
        return
    t = np.linspace(0, rng.uniform(6, 7), 30) + rng.uniform(0, 6)
    wobble = 1 + 0.05 * np.sin(2 * t + rng.uniform(0, 6))
    across = (left + right) / 2 + ((right - left) / 1.5 + pad) * np.cos(t) * wobble
    down = (top + bottom) / 2 + ((bottom - top) / 1.6 + pad) * np.sin(t) * wobble
    _draw_at(sheet, np.stack([across, down], 1), pen)


def _draw_at(sheet: Sheet, path: np.ndarray, pen: float) -> None:
    """Draw a path without making it an obstacle."""
    middle = (path.min(0) + path.max(0)) / 2
    sheet.put(draw_pen([path], pen), *middle)
    if sheet.obstacles:
        sheet.obstacles.pop()


def cross_out(sheet: Sheet, writer: Writer) -> None:
    """Cross out a digit, which is no digit then."""
    rng = writer.rng
    digits = [i for i, label in enumerate(sheet.classes) if label < 10]
    if len(digits) < 2:
        return
    chosen = digits[rng.integers(len(digits))]
    low, high = sheet.outlines[chosen].min(0), sheet.outlines[chosen].max(0)
    size = high - low
    count = int(rng.integers(5, 10))
    knots = np.stack([np.linspace(-0.1, 1.1, count), np.arange(count) % 2], 1)
    knots = low + (knots + rng.normal(0, 0.1, knots.shape)) * size
    pen = max(writer.pen * size[1], 1.0)
    _draw_at(sheet, spline(knots, 50), pen)
    sheet.classes[chosen] = OTHER
    sheet.places[chosen] = sheet.places[chosen]._replace(number=-1)
    sheet.outlines[chosen] = np.concatenate([sheet.outlines[chosen], knots])


def strange_scripts(sheet: Sheet, writer: Writer) -> None:
    """Write lines of characters that are no digits, of one size."""
    rng = writer.rng
    height = rng.uniform(10, max(0.3 * sheet.height, 11))
    y, line = height, 0
    while y < sheet.height - height / 2:
        x = height
        while x < sheet.width - height:
            drawn = writer.other(height * rng.uniform(0.7, 1.1), rng.normal(0, 4))
            if drawn is not None and drawn.ink.size:
                wide = drawn.ink.shape[1]
                sheet.put(drawn.ink, x + wide / 2, y, OTHER, Place(line))
                x += wide + height * rng.uniform(0.1, 0.4)
            if rng.random() < 0.1:
                break
        y, line = y + height * rng.uniform(1.3, 1.8), line + 1


def print_beside(sheet: Sheet, writer: Writer) -> None:
    """Print running text above, below or beside what is written."""
    rng = writer.rng
    font = _font_with_letters(writer, "printed")
    content = sheet.content() or (0.0, 0.0, sheet.width, 0.3 * sheet.height)
    left, top, right, bottom = content
    width, tall = sheet.width, sheet.height
    above, below = (0, 0, width, top), (0, bottom, width, tall)
    areas = above, below, (right, top, width, bottom), (0, top, left, bottom)
    height = math.exp(rng.uniform(math.log(4), math.log(16)))
    for x0, y0, x1, y1 in areas:
        if rng.random() < 0.35 or x1 - x0 < 6 * height:
            continue
        y = y0 + height
        while y < y1 - height and len(sheet.obstacles) < MAX_PRINTED:
            x = x0 + 0.5 * height
            while x < x1 - 4 * height:
                long = write_word(sheet, writer, (x, y), height, font=font, right=x1)
                x += long + 0.5 * height
            y += 1.7 * height
