"""Layouts of handwriting on open paper: one digit, numbers, lines, columns."""

import math

import numpy as np

from ml.data import number_texts as texts
from ml.data.pages.marks import write_word
from ml.data.pages.pens import Writer
from ml.data.pages.sheet import Place, Sheet, Style, write_text

MAX_DIGITS = 200


def draw_height(rng: np.random.Generator, low: float, high: float) -> float:
    """Return a height between two, small ones as often as large ones."""
    high = max(low, high)
    return math.exp(rng.uniform(math.log(low), math.log(high)))


def draw_gap(rng: np.random.Generator) -> float:
    """Return a gap between digits, in their height: touching, near or wide."""
    kind = rng.random()
    if kind < 0.28:
        return rng.uniform(-0.14, 0.03)
    return rng.uniform(0.03, 0.35) if kind < 0.82 else rng.uniform(0.35, 1.1)


def _draw_angle(rng: np.random.Generator) -> float:
    return rng.normal(0, 2 if rng.random() < 0.75 else 7)


def _length(text: str, style: Style) -> float:
    """Return about how long a text will be, in pixels."""
    return max(len(text) * (0.62 + style.gap) * style.height, style.height * 0.5)


def single(sheet: Sheet, writer: Writer) -> None:
    """Write one digit of any size somewhere in the frame."""
    rng, side = writer.rng, sheet.short_side
    if rng.random() < 0.25:
        low, high = max(9.0, 0.08 * side), 0.3 * side
    else:
        low, high = 0.3 * side, 0.97 * side
    _write_single(sheet, writer, draw_height(rng, low, high))


def filling(sheet: Sheet, writer: Writer) -> None:
    """Write one digit that fills the picture."""
    height = sheet.short_side * writer.rng.uniform(0.85, 1.0)
    _write_single(sheet, writer, height)


def centered(sheet: Sheet, writer: Writer) -> None:
    """Write one digit in the middle, as in the fields of data sets."""
    height = sheet.short_side * writer.rng.uniform(0.5, 0.95)
    _write_single(sheet, writer, height, 0.08)


def _write_single(
    sheet: Sheet, writer: Writer, height: float, spread: float | None = None
) -> None:
    """Write a digit; spread 0.0 is in the middle, 0.5 anywhere within the frame."""
    rng = writer.rng
    if spread is None:
        spread = 0.5 if rng.random() < 0.6 else 0.15
    label = int(rng.integers(10))
    for _ in range(5):
        drawn = writer.draw(str(label), height, rng.normal(0, 5))
        if drawn is None or not drawn.ink.size:
            continue
        tall, wide = drawn.ink.shape
        if wide <= sheet.width and tall <= sheet.height:
            x = _middle(rng, sheet.width, wide, spread)
            y = _middle(rng, sheet.height, tall, spread)
            sheet.put(drawn.ink, x, y, label, Place(0, sheet.next_number()))
            return
        height *= 0.9 * min(sheet.width / wide, sheet.height / tall)


def _middle(rng: np.random.Generator, size: float, own: float, spread: float) -> float:
    return size / 2 + rng.uniform(-spread, spread) * (size - own)


def number(sheet: Sheet, writer: Writer, gap: float | None = None) -> None:
    """Write one number in one line."""
    rng = writer.rng
    write_one(sheet, writer, texts.any_number(rng), gap)


def write_one(
    sheet: Sheet, writer: Writer, text: str, gap: float | None = None
) -> None:
    """Write one text as large as fits, or smaller, somewhere in the frame."""
    rng = writer.rng
    style = Style(1.0, draw_gap(rng) if gap is None else gap, _draw_angle(rng))
    largest = min(0.9 * sheet.height, 0.94 * sheet.width / _length(text, style))
    height = draw_height(rng, max(9.0, 0.3 * largest), largest)
    style = Style(height, style.gap, style.angle, rng.uniform(0.02, 0.09))
    left = rng.uniform(0.02, 1.0) * max(sheet.width - _length(text, style), 2)
    rise = math.tan(math.radians(style.angle)) * (sheet.width / 2 - left)
    y = _middle(rng, sheet.height, 1.1 * height, 0.4) - rise
    write_text(sheet, writer, text, (left, y), style, Place(line=0))


def touching(sheet: Sheet, writer: Writer) -> None:
    """Write a number whose digits touch."""
    number(sheet, writer, writer.rng.uniform(-0.18, -0.02))


def with_signs(sheet: Sheet, writer: Writer) -> None:
    """Write one number with signs, or an equation."""
    write_one(sheet, writer, texts.with_signs(writer.rng))


def lines(
    sheet: Sheet,
    writer: Writer,
    count: int | None = None,
    text: texts.Text | None = None,
    height: float | None = None,
) -> None:
    """Write several lines, each of one or more numbers.

    Args:
        sheet: is written on.
        writer: draws the characters.
        count: of lines.
        text: what a line is made of.
        height: of digits in pixels.
    """
    rng = writer.rng
    count = int(rng.integers(2, 9)) if count is None else count
    largest = 0.8 * sheet.height / (1.25 * count)
    if height is None:
        height = draw_height(rng, 9.0, max(min(largest, 0.3 * sheet.width), 9.0))
    text = text or (texts.with_signs if rng.random() < 0.25 else texts.any_number)
    style = Style(height, draw_gap(rng), _draw_angle(rng), rng.uniform(0.02, 0.08))
    pitch = height * rng.uniform(1.2, 2.2)
    top = rng.uniform(0.6, 1.2) * height
    if (count - 1) * pitch + top + height < sheet.height and rng.random() < 0.7:
        top = rng.uniform(top, sheet.height - (count - 1) * pitch - 0.6 * height)
    left = rng.uniform(0.02, 0.35 if rng.random() < 0.5 else 0.06) * sheet.width
    per_line = 1 if rng.random() < 0.6 else int(rng.integers(2, 5))
    has_words = rng.random() < 0.15
    for i in range(count):
        y = top + i * pitch
        if y + 0.5 * height > sheet.height or len(sheet.classes) > MAX_DIGITS:
            break
        _write_line(sheet, writer, text, (left, y), style, i, per_line, has_words)


def _write_line(
    sheet: Sheet,
    writer: Writer,
    text: texts.Text,
    corner: tuple[float, float],
    style: Style,
    line: int,
    per_line: int,
    has_words: bool,
) -> None:
    rng, x = writer.rng, corner[0] + writer.rng.normal(0, 0.1) * style.height
    slope = math.tan(math.radians(style.angle))
    for _ in range(per_line):
        y = corner[1] + slope * (x - sheet.width / 2)
        if has_words and rng.random() < 0.5:
            size = style.height * rng.uniform(0.7, 1.1)
            font = writer.font if "a" in writer.font else None
            x += write_word(sheet, writer, (x, y), size, style.angle, line, font)
            x += rng.uniform(0.4, 1) * style.height
        written = text(rng)
        room = (sheet.width - x) / max(_length("0", style), 1)
        if room < 1:
            return
        if len(written) > room:
            written = texts.digits(rng, 1, int(room))
        y = corner[1] + slope * (x - sheet.width / 2)
        x += write_text(sheet, writer, written, (x, y), style, Place(line=line))
        x += rng.uniform(0.8, 2.5) * style.height


def tiny(sheet: Sheet, writer: Writer) -> None:
    """Write lines of very small digits."""
    lines(sheet, writer, int(writer.rng.integers(1, 8)), height=tiny_height(writer.rng))


def tiny_height(rng: np.random.Generator) -> float:
    """Return a height in pixels at which digits can barely be read."""
    return rng.uniform(6.5, 12)


def sparse(sheet: Sheet, writer: Writer) -> None:
    """Write one or a few small digits or numbers on a sheet that is empty else."""
    rng = writer.rng
    count = int(rng.choice([1, 1, 2, 3]))
    height = draw_height(rng, 8.0, max(0.07 * sheet.short_side, 9.0))
    style = Style(height, draw_gap(rng), _draw_angle(rng), rng.uniform(0.02, 0.08))
    left = rng.uniform(0.02, 0.75) * sheet.width
    top = rng.uniform(0.05, 0.85) * sheet.height
    for i in range(count):
        text = texts.any_number(rng) if rng.random() < 0.7 else texts.digits(rng, 1, 1)
        y = top + i * height * rng.uniform(1.4, 2.2)
        write_text(sheet, writer, text, (left, y), style, Place(line=i))


def long_page(sheet: Sheet, writer: Writer) -> None:
    """Write a page full of numbers."""
    height = writer.rng.uniform(7, 13)
    lines(sheet, writer, int(sheet.height / height), height=height)


def columns(sheet: Sheet, writer: Writer) -> None:
    """Write columns of numbers; the lines run across all of them."""
    rng = writer.rng
    count, rows = int(rng.integers(1, 5)), int(rng.integers(3, 13))
    long = int(rng.integers(1, 6))
    height = min(
        0.62 * sheet.height / rows, 0.8 * sheet.width / (count * (long + 1) * 0.75)
    )
    height = max(height * rng.uniform(0.6, 1.0), 7.0)
    style = Style(height, rng.uniform(0.02, 0.25), rng.normal(0, 1.5), 0.05)
    pitch = min(height * rng.uniform(1.3, 2.0), 0.97 * sheet.height / rows)
    width = sheet.width / count
    text = texts.decimal if rng.random() < 0.15 else None
    for row in range(rows):
        for column in range(count):
            x = width * (column + rng.uniform(0.06, 0.1))
            y = height * 0.7 + row * pitch + x * math.sin(math.radians(style.angle))
            written = text(rng) if text else texts.digits(rng, 1, long)
            place = Place(row, -1, row, column)
            write_text(sheet, writer, written, (x, y), style, place)
    if rng.random() < 0.25:  # a sum
        y = height * 1.3 + (rows - 1) * pitch
        sheet.rule([(0.02 * sheet.width, y), (0.9 * width, y)], rng.uniform(0.7, 2))


def scatter(sheet: Sheet, writer: Writer) -> None:
    """Write digits of every size anywhere; they don't touch and have no lines."""
    rng = writer.rng
    for _ in range(int(rng.integers(2, 15))):
        label = int(rng.integers(10))
        height = draw_height(rng, 9.0, 0.5 * sheet.short_side)
        drawn = writer.draw(str(label), height, rng.normal(0, 7))
        if drawn is None or not drawn.ink.size:
            continue
        tall, wide = drawn.ink.shape
        x, y = rng.uniform(0, sheet.width), rng.uniform(0, sheet.height)
        box = (x - wide / 2, y - tall / 2, x + wide / 2, y + tall / 2)
        if sheet.is_free(box, 2):
            sheet.put(drawn.ink, x, y, label, Place(-1, sheet.next_number()))
