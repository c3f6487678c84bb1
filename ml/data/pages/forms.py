"""Forms to write into: boxes, combs, tables, sudokus, dotted lines and cheques."""

import math
from dataclasses import replace

import numpy as np

from ml.data import number_texts as texts
from ml.data.pages.layouts import draw_height
from ml.data.pages.marks import write_caption, write_word
from ml.data.pages.pens import Writer, make_writer
from ml.data.pages.sheet import Place, Sheet, Style, write_text


def boxes(sheet: Sheet, writer: Writer) -> None:
    """Write every digit of a number into a box of its own, on one or more lines."""
    rng = writer.rng
    count, rows = int(rng.integers(2, 11)), int(rng.choice([1, 1, 1, 2, 3]))
    width = 0.94 * sheet.width / count
    height = min(0.85 * sheet.height / rows, width * rng.uniform(0.9, 1.7))
    width = min(width, height * 1.3)
    gap = 0.0 if rng.random() < 0.5 else rng.uniform(0.05, 0.3)
    thick = draw_height(rng, 0.6, 3.0)
    left = (sheet.width - count * width) * rng.uniform(0.1, 0.9)
    top = (sheet.height - rows * height) * rng.uniform(0.1, 0.9)
    for row in range(rows):
        number = sheet.next_number()
        for i in range(count):
            x, y = left + i * width, top + row * height
            own = width * (1 - gap)
            sheet.frame(x, y, x + own, y + height * 0.9, thick)
            if rng.random() < 0.93:
                place = Place(row, number)
                middle = x + own / 2, y + height * 0.45
                _digit_at(sheet, writer, middle, min(own * 1.2, height * 0.8), place)


def comb(sheet: Sheet, writer: Writer) -> None:
    """Write a number on a comb: a line with short teeth between the digits."""
    rng = writer.rng
    count = int(rng.integers(3, 12))
    width = 0.92 * sheet.width / count
    height = min(0.6 * sheet.height, width * rng.uniform(1, 1.8))
    left, foot = 0.04 * sheet.width, sheet.height * rng.uniform(0.65, 0.95)
    if rng.random() < 0.35:
        printer = make_writer(writer.sprites, rng, source="printed")
        size = height * rng.uniform(0.3, 0.6)
        left += write_caption(sheet, printer, (left, foot - size / 2), size, 0)
        width = 0.96 * (sheet.width - left) / count
    thick, tooth = rng.uniform(0.6, 2), height * rng.uniform(0.2, 0.9)
    sheet.rule([(left, foot), (left + count * width, foot)], thick)
    number = sheet.next_number()
    for i in range(count + 1):
        x = left + i * width
        sheet.rule([(x, foot), (x, foot - tooth)], thick)
        if i < count and rng.random() < 0.95:
            middle = x + width / 2, foot - height * 0.5
            _digit_at(sheet, writer, middle, height * 0.75, Place(0, number))


def _digit_at(
    sheet: Sheet,
    writer: Writer,
    middle: tuple[float, float],
    room: float,
    place: Place,
) -> None:
    """Write one digit into a cell, sometimes over its walls."""
    rng = writer.rng
    height = room * rng.uniform(0.6, 1.12)
    label = int(rng.integers(10))
    drawn = writer.draw(str(label), height, rng.normal(0, 4))
    if drawn is not None and drawn.ink.size:
        x, y = middle[0] + rng.normal(0, 0.06) * room, middle[1]
        sheet.put(drawn.ink, x, y + rng.normal(0, 0.05) * room, label, place)


def sudoku(sheet: Sheet, writer: Writer) -> None:
    """Write and print digits into a grid of 9 by 9; some touch its walls."""
    rng = writer.rng
    size = sheet.short_side * rng.uniform(0.75, 0.99)
    left = (sheet.width - size) * rng.uniform(0, 1)
    top = (sheet.height - size) * rng.uniform(0, 1)
    cell, thin = size / 9, rng.uniform(0.5, 1.3)
    thick = thin * rng.uniform(1, 3)
    for i in range(10):
        width = thick if i % 3 == 0 else thin
        at = i * cell
        sheet.rule([(left, top + at), (left + size, top + at)], width)
        sheet.rule([(left + at, top), (left + at, top + size)], width)
    printer = make_writer(writer.sprites, rng, source="printed")
    share_printed, filled = rng.uniform(0.2, 0.5), rng.uniform(0.3, 1.0)
    if rng.random() < 0.3:
        filled = share_printed
    height = cell * rng.uniform(0.5, 0.85)
    for row in range(9):
        for column in range(9):
            if rng.random() > filled:
                continue
            hand = printer if rng.random() < share_printed / filled else writer
            label = int(rng.integers(1, 10))
            drawn = hand.draw(str(label), height, rng.normal(0, 3))
            if drawn is None or not drawn.ink.size:
                continue
            x = left + (column + 0.5) * cell + rng.normal(0, 0.05) * cell
            y = top + (row + 0.5) * cell + rng.normal(0, 0.05) * cell
            place = Place(row, sheet.next_number(), row, column)
            sheet.put(drawn.ink, x, y, label, place)


def mark_table(sheet: Sheet, writer: Writer) -> None:
    """Write a table as of the marks of a school: up to three hundred small digits."""
    rng = writer.rng
    rows, columns = int(rng.integers(9, 24)), int(rng.integers(5, 13))
    table(sheet, writer, has_headings=rng.random() < 0.3, shape=(rows, columns))


def table(
    sheet: Sheet,
    writer: Writer,
    has_headings: bool | None = None,
    shape: tuple[int, int] | None = None,
) -> None:
    """Write numbers into a table, with or without rules and headings."""
    rng = writer.rng
    rows, columns = shape or (int(rng.integers(2, 16)), int(rng.integers(1, 11)))
    margin = rng.uniform(0, 0.08, 2) * (sheet.width, sheet.height)
    width = (sheet.width - 2 * margin[0]) / columns
    tall = (sheet.height - 2 * margin[1]) / rows
    tall = min(tall, width * 1.3)
    long = max(int(rng.integers(1, 4)) if width > 1.2 * tall else 1, 1)
    height = min(tall * rng.uniform(0.45, 0.9), width / long * rng.uniform(0.8, 1.1))
    height = max(height, 6.5)
    _table_rules(sheet, rng, (*margin, width, tall), (rows, columns))
    headings = rng.random() < 0.4 if has_headings is None else has_headings
    style = Style(height, rng.uniform(0, 0.12), rng.normal(0, 0.7), 0.06)
    filled = rng.uniform(0.4, 1.0)
    for row in range(rows):
        for column in range(columns):
            x = margin[0] + column * width
            y = margin[1] + (row + 0.5) * tall
            is_heading = headings and (row == 0 or (column == 0 and headings > 0))
            if is_heading:
                size = min(height * 0.9, width * 0.35)
                corner = x + 0.1 * width, y
                write_word(sheet, writer, corner, size, right=x + width)
            elif rng.random() < filled:
                text = _cell_text(rng, long)
                x += max((width - len(text) * 0.62 * height) / 2, 0.03 * width)
                x += rng.normal(0, 0.04) * width
                y += rng.normal(0, 0.04) * tall
                place = Place(row, -1, row, column)
                write_text(sheet, writer, text, (x, y), style, place)


def _cell_text(rng: np.random.Generator, long: int) -> str:
    if long > 2 and rng.random() < 0.15:
        return texts.decimal(rng)[:4]
    if long > 1 and rng.random() < 0.06:
        return "-" + texts.digits(rng, 1, 1)
    return texts.digits(rng, 1, long)


def _table_rules(
    sheet: Sheet,
    rng: np.random.Generator,
    geometry: tuple[float, ...],
    shape: tuple[int, int],
) -> None:
    left, top, width, tall = geometry
    rows, columns = shape
    kind, thick = rng.random(), draw_height(rng, 0.5, 2.2)
    right, bottom = left + columns * width, top + rows * tall
    for i in range(rows + 1):
        if kind < 0.85:
            sheet.rule([(left, top + i * tall), (right, top + i * tall)], thick)
    for i in range(columns + 1):
        if kind < 0.7:
            x = left + i * width
            sheet.rule([(x, top), (x, bottom)], thick)


def score_sheet(sheet: Sheet, writer: Writer) -> None:
    """Write a table with a heading over every column and before every row."""
    table(sheet, writer, has_headings=True)


def dotted_line(sheet: Sheet, writer: Writer) -> None:
    """Write a number on a dotted line, with a printed label before it."""
    rng = writer.rng
    height = min(0.5 * sheet.height, 0.12 * sheet.width) * rng.uniform(0.5, 1)
    height = max(height, 8.0)
    lines = max(1, min(int(sheet.height / (2.2 * height)), int(rng.integers(1, 5))))
    printer = make_writer(writer.sprites, rng, source="printed")
    style = Style(height, rng.uniform(0, 0.3), rng.normal(0, 1), 0.06)
    step = rng.uniform(3, 9)
    for line in range(lines):
        y = (line + rng.uniform(0.45, 0.6)) * sheet.height / lines
        x = 0.02 * sheet.width
        foot = y + height * rng.uniform(0.3, 0.6)
        if rng.random() < 0.7:
            size = height * rng.uniform(0.4, 0.8)
            x += write_caption(sheet, printer, (x, foot - size / 2), size, line)
        for at in np.arange(x, sheet.width * rng.uniform(0.8, 1), step):
            sheet.dot(at, foot, max(height * 0.03, 0.6))
        room = max(int((sheet.width - x) / (0.8 * height)), 1)
        text = texts.digits(rng, 1, min(room, 9))
        x += rng.uniform(0.1, 0.8) * height
        write_text(sheet, writer, text, (x, y), style, Place(line))


def cheque(sheet: Sheet, writer: Writer) -> None:
    """Write an amount as on cheques: slanted, touching, with signs and a rule."""
    rng = writer.rng
    text = texts.amount(rng).replace("$", "").replace(" ", "")
    if rng.random() < 0.3:
        text = texts.digits(rng, 2, 6)
    gap = rng.uniform(-0.15, 0.25)
    height = min(0.75 * sheet.height, 0.95 * sheet.width / (len(text) * (0.6 + gap)))
    style = Style(height * rng.uniform(0.8, 1), gap, rng.normal(0, 2.5), 0.09)
    y = sheet.height * rng.uniform(0.45, 0.55)
    if rng.random() < 0.35:
        writer = replace(writer, one_shear=rng.uniform(0.2, 0.9))
    write_text(sheet, writer, text, (sheet.width * 0.03, y), style, Place(0))
    if rng.random() < 0.5:
        at = y + style.height * rng.uniform(0.4, 0.65)
        rise = math.tan(math.radians(rng.normal(0, 1))) * sheet.width
        sheet.rule([(0, at), (sheet.width, at + rise)], rng.uniform(0.6, 2))
    if rng.random() < 0.15:  # the feet of a line above
        for x in np.arange(0, sheet.width, style.height * 0.9):
            drawn = writer.draw(str(rng.integers(10)), style.height)
            if drawn is not None:
                sheet.put(drawn.ink, x, -0.35 * style.height)


def empty(sheet: Sheet, writer: Writer) -> None:
    """Print a form that nobody has written into."""
    rng = writer.rng
    rows, columns = int(rng.integers(1, 16)), int(rng.integers(1, 12))
    margin = rng.uniform(0, 0.1, 2) * (sheet.width, sheet.height)
    width = (sheet.width - 2 * margin[0]) / columns
    tall = min((sheet.height - 2 * margin[1]) / rows, 1.5 * width)
    _table_rules(sheet, rng, (*margin, width, tall), (rows, columns))
    if rng.random() < 0.4:
        for row in range(rows):
            corner = margin[0] + 0.1 * width, margin[1] + (row + 0.5) * tall
            size, right = min(0.5 * tall, 0.3 * width), margin[0] + width
            write_word(sheet, writer, corner, size, right=right)


def worksheet(sheet: Sheet, writer: Writer) -> None:
    """Print exercises and write the answers beside them, on a rule or in a box."""
    rng = writer.rng
    rows, columns = int(rng.integers(1, 11)), int(rng.integers(1, 4))
    width, tall = sheet.width / columns, sheet.height / rows
    height = max(min(0.5 * tall, 0.075 * width) * rng.uniform(0.7, 1.1), 7.0)
    printer = make_writer(writer.sprites, rng, source="printed")
    print_style = Style(height * rng.uniform(0.6, 1.0), 0.1, 0.0, 0.0)
    hand = Style(height, rng.uniform(-0.05, 0.25), rng.normal(0, 2), 0.07)
    under = rng.choice(["rule", "box", "nothing"])
    for row in range(rows):
        y = (row + 0.5) * tall
        for column in range(columns):
            x, place = (column + 0.04) * width, Place(row, -1, row, column)
            if rng.random() < 0.4:
                text = texts.enumerated(rng)
                x += write_text(sheet, printer, text, (x, y), print_style, place)
                x += height
            text = texts.exercise(rng)
            x += write_text(sheet, printer, text, (x, y), print_style, place)
            x += 0.4 * height
            _answer_place(sheet, under, (x, y, (column + 0.97) * width), height)
            if rng.random() < 0.85:
                answer = texts.digits(rng, 1, 3)
                place = Place(row, -1, row, column)
                write_text(sheet, writer, answer, (x + 0.4 * height, y), hand, place)


def _answer_place(
    sheet: Sheet, kind: str, line: tuple[float, float, float], height: float
) -> None:
    left, y, right = line
    right = min(right, left + 3 * height)
    if kind == "rule":
        foot = y + 0.65 * height
        sheet.rule([(left, foot), (right, foot)], max(height * 0.04, 0.6))
    elif kind == "box":
        box = (left, y - 0.8 * height, right, y + 0.8 * height)
        sheet.frame(*box, max(height * 0.05, 0.6))
