"""Displays and meters: seven segments, drums with printed digits, number plates."""

import numpy as np

from ml.data import number_texts as texts
from ml.data.pages.marks import write_word
from ml.data.pages.pens import Writer, make_writer
from ml.data.pages.sheet import CLASS_OF, Place, Sheet, Style, write_text


def seven_segment(sheet: Sheet, writer: Writer) -> None:
    """Show one to three numbers on displays of seven segments."""
    rng = writer.rng
    rows = int(rng.choice([1, 1, 2, 3]))
    shown = make_writer(writer.sprites, rng, source="segments")
    shown.stretch = rng.uniform(0.8, 1.15)
    for row in range(rows):
        text = _shown_text(rng)
        height = min(0.8 * sheet.height / rows, 0.9 * sheet.width / (0.75 * len(text)))
        height *= rng.uniform(0.35, 1.0)
        long = _length(text, height)
        x = rng.uniform(0.02, 1) * max(sheet.width - long, 1)
        y = (row + rng.uniform(0.45, 0.55)) * sheet.height / rows
        if rows == 1 and rng.random() < 0.5:
            _device(sheet, rng, (x, y, long), height)
        _panel(sheet, rng, (x, y - height / 2, x + long, y + height / 2), height)
        _show(sheet, shown, text, (x, y), height, row)
        if rng.random() < 0.4:
            size = max(0.25 * height, 6)
            write_word(sheet, writer, (x, y - 0.9 * height), size, font=None)


def _shown_text(rng: np.random.Generator) -> str:
    kind = rng.random()
    if kind < 0.4:
        return texts.digits(rng, 1, 6)
    if kind < 0.7:
        return texts.digits(rng, 1, 3) + "." + texts.digits(rng, 1, 2)
    if kind < 0.9:
        return f"{rng.integers(24)}:{rng.integers(60):02}"
    return "-" + texts.digits(rng, 1, 3)


def _length(text: str, height: float) -> float:
    return sum(0.22 if c in ".:" else 0.72 for c in text) * height


def _panel(
    sheet: Sheet,
    rng: np.random.Generator,
    box: tuple[float, float, float, float],
    height: float,
) -> None:
    """Lay the glass of a display under a text: lit digits on dark, or gray on gray."""
    left, top, right, bottom = box
    a, b, c, d = rng.uniform(0.1, 0.8, 4) * height
    corners = [(left - a, top - b), (right + c, top - b), (right + c, bottom + d),
               (left - a, bottom + d)]  # fmt: skip
    if rng.random() < 0.6:
        paper = rng.uniform(5, 90)
        ink = rng.uniform(paper + 70, 255)
    else:
        paper = rng.uniform(110, 220)
        ink = rng.uniform(10, paper - 60)
    sheet.panel(corners, paper, ink)


def _device(
    sheet: Sheet,
    rng: np.random.Generator,
    line: tuple[float, float, float],
    height: float,
) -> None:
    """Put the body of a device around its glass, with keys above and below."""
    left, y, long = line
    right, top, bottom = left + long, y - height, y + height
    a, b, c, d = rng.uniform(0.8, 2.5, 4) * height
    tone = rng.uniform(10, 240)
    key = tone + rng.choice([-1, 1]) * rng.uniform(25, 90)
    body = [(left - a, top - b), (right + c, top - b), (right + c, bottom + d),
            (left - a, bottom + d)]  # fmt: skip
    sheet.panel(body, tone, key)
    size = height * rng.uniform(0.15, 0.5)
    count = int(rng.integers(0, 7))
    for i in range(count):
        x = left + (i + 0.5) * (right - left) / count
        y = bottom + 0.5 * d if i % 2 else top - 0.5 * b
        if size < d and size < b:
            box = [(x - size, y - size / 2), (x + size, y - size / 2),
                   (x + size, y + size / 2), (x - size, y + size / 2)]  # fmt: skip
            sheet.panel(box, float(np.clip(key, 0, 255)), tone)


def _show(
    sheet: Sheet,
    shown: Writer,
    text: str,
    corner: tuple[float, float],
    height: float,
    row: int,
) -> None:
    """Put the characters of a display into cells of one width."""
    x, y = corner
    number = sheet.next_number()
    for character in text:
        pitch = _length(character, height)
        drawn = shown.draw(character, height)
        if drawn is not None and drawn.ink.size:
            wide = drawn.ink.shape[1]
            right = x + min(0.55 * height * shown.stretch, 0.68 * height)
            middle = right - wide / 2 if character == "1" else x + pitch / 2
            below = drawn.middle * height
            place = Place(row, number)
            sheet.put(drawn.ink, middle, y + below, CLASS_OF[character], place)
        x += pitch


def drum(sheet: Sheet, writer: Writer) -> None:
    """Show the drums of a meter: printed digits in dark or light windows."""
    rng = writer.rng
    count = int(rng.integers(3, 9))
    width = 0.9 * sheet.width / count * rng.uniform(0.4, 1.0)
    height = min(width * rng.uniform(0.8, 1.3), 0.7 * sheet.height)
    left = rng.uniform(0.03, 0.97) * (sheet.width - count * width)
    y = sheet.height * rng.uniform(0.4, 0.6)
    printer = make_writer(writer.sprites, rng, source="printed")
    number = sheet.next_number()
    paper, ink = (30.0, 225.0) if rng.random() < 0.65 else (225.0, 30.0)
    paper, ink = paper + rng.normal(0, 15), ink + rng.normal(0, 15)
    is_one_window = rng.random() < 0.4
    space = 0.0 if is_one_window else rng.uniform(0.02, 0.2) * width
    tall = height * rng.uniform(1.1, 1.5)
    for i in range(count):
        x = left + i * width
        x1 = x + width - space
        corners = [(x, y - tall / 2), (x1, y - tall / 2), (x1, y + tall / 2),
                   (x, y + tall / 2)]  # fmt: skip
        decimals = i >= count - 3 and rng.random() < 0.15
        sheet.panel(corners, *((ink, paper) if decimals else (paper, ink)))
        label = int(rng.integers(10))
        drawn = printer.draw(str(label), height * rng.uniform(0.78, 0.82))
        if drawn is None or not drawn.ink.size:
            continue
        rolled = rng.normal(0, 0.04) * height
        middle = (x + x1) / 2
        sheet.put(drawn.ink, middle, y + rolled, label, Place(0, number))
    _around_meter(sheet, printer, (left, y, count * width, tall))


def _around_meter(
    sheet: Sheet, printer: Writer, geometry: tuple[float, float, float, float]
) -> None:
    """Print units, names and a round rim about the drums."""
    rng = printer.rng
    left, y, long, tall = geometry
    font = printer.font if "a" in printer.font else None
    for _ in range(int(rng.integers(0, 4))):
        size = rng.uniform(0.2, 0.5) * tall
        at = y + rng.choice([-1, 1]) * rng.uniform(1.0, 2.0) * tall
        corner = left + rng.uniform(0, 0.7) * long, at
        box = (corner[0], at - size, corner[0] + 4 * size, at + size)
        if sheet.is_free(box, 1):
            write_word(sheet, printer, corner, size, font=font)
    if rng.random() < 0.4:
        t = np.linspace(0, 2 * np.pi, 60)
        x = left + long / 2 + long * 0.7 * np.cos(t)
        points = np.stack([x, y + long * 0.7 * np.sin(t)], 1)
        sheet.rule([tuple(p) for p in points.tolist()], rng.uniform(1, 6))


def plate(sheet: Sheet, writer: Writer) -> None:
    """Show printed digits on a plate: a house number, a jersey, a price."""
    rng = writer.rng
    printer = make_writer(writer.sprites, rng, source="printed")
    text = texts.digits(rng, 1, 4) if rng.random() < 0.7 else texts.with_signs(rng)
    height = min(0.7 * sheet.height, 0.8 * sheet.width / (0.75 * len(text)))
    height *= rng.uniform(0.3, 1.0)
    long = 0.72 * len(text) * height
    x = rng.uniform(0.1, 0.9) * max(sheet.width - long, 1)
    y = sheet.height * rng.uniform(0.42, 0.58)
    _panel(sheet, rng, (x, y - height / 2, x + long, y + height / 2), height)
    style = Style(height, rng.uniform(0.02, 0.15), rng.normal(0, 2), 0.0)
    write_text(sheet, printer, text, (x, y), style, Place(0))
    if rng.random() < 0.4:
        a = rng.uniform(0.15, 0.4) * height
        box = (x - a, y - height / 2 - a, x + long + a, y + height / 2 + a)
        sheet.frame(*box, max(0.04 * height, 1))


def dial(sheet: Sheet, writer: Writer) -> None:
    """Print digits around a circle, as on clocks and meters, with hands."""
    rng = writer.rng
    printer = make_writer(writer.sprites, rng, source="printed")
    middle = np.array([sheet.width, sheet.height]) / 2
    radius = 0.44 * sheet.short_side
    count = int(rng.choice([10, 12]))
    height = radius * rng.uniform(0.12, 0.22)
    style = Style(height, 0.05, 0.0, 0.0)
    for i in range(count):
        angle = 2 * np.pi * i / count
        value = (i or 12) if count == 12 else i
        at = middle + 0.82 * radius * np.array([np.sin(angle), -np.cos(angle)])
        corner = at[0] - 0.34 * height * len(str(value)), at[1]
        write_text(sheet, printer, str(value), corner, style)
    t = np.linspace(0, 2 * np.pi, 60)[:, None]
    rim = middle + radius * np.concatenate([np.cos(t), np.sin(t)], 1)
    sheet.rule([tuple(p) for p in rim.tolist()], rng.uniform(1, 5))
    for length in (0.45, 0.6):
        turned = rng.uniform(0, 6.28)
        tip = middle + length * radius * np.array([np.sin(turned), -np.cos(turned)])
        sheet.rule([tuple(middle), tuple(tip)], rng.uniform(1, 0.06 * radius))
