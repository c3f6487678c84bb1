"""Draw the icons of the site and its picture for link previews: `make icons`."""

import re
from collections.abc import Iterator
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont
from PIL.Image import Quantize

Point = tuple[float, float]

FOLDER = Path(__file__).parents[2] / "static" / "img"
# The drawings have few colors: a palette of them takes a quarter of the bytes.
COLORS = 64

BLUE, RED, GREEN, INK, PAPER = "#2440c4", "#d9485a", "#13703f", "#14213a", "#ffffff"
SQUARE, PALE = "#dbe7f2", (255, 255, 255, 46)
# The mark of the site, as SVG paths on an area of 32 by 32.
MARK_SIDE = 32
MARK = (
    "M8.6 9.7c3.8-1.6 9.8-1.9 14.4-1.2.6 4.7-6.4 8.7-7.3 16.9",
    "M12 16.7c2.7-.7 6.1-.9 8.9-.5",
)
MARK_WIDTH = 3.2
# The number in the preview picture, on an area of 120 by 60.
NUMBER = (
    ("M16 18c12-4 18-2 18 5 0 6-7 9-11 9 7 0 13 3 12 10-1 8-13 9-20 6",),
    ("M52 16c-3 8-6 16-8 20 8 1 16 0 24-1", "M63 24c-1 8-1 16-2 26"),
    ("M82 17c8-1 16-2 24-1-6 10-11 20-14 33",),
)
SOCIAL_SIZE = (1200, 630)
# Icons are drawn at this scale and reduced, which smooths the edges.
SUPERSAMPLING = 4
STEPS = 48


def draw_icon(side: int, has_corners: bool = False) -> Image.Image:
    """Draw the mark; with `has_corners` for devices that cut the corners themselves."""
    scale = side * SUPERSAMPLING / MARK_SIDE
    icon = Image.new("RGBA", (side * SUPERSAMPLING, side * SUPERSAMPLING))
    pen = ImageDraw.Draw(icon)
    radius = 0 if has_corners else 7 * scale
    pen.rounded_rectangle((0, 0, *icon.size), radius, BLUE)
    lines = Image.new("RGBA", icon.size)
    for at in (8, 16, 24):
        draw_rules(ImageDraw.Draw(lines), at * scale, icon.size, PALE, round(scale))
    icon.alpha_composite(lines)
    for path in MARK:
        draw_stroke(pen, path, (0, 0), scale, MARK_WIDTH * scale, PAPER)
    return icon.resize((side, side), Image.Resampling.LANCZOS)


def draw_rules(pen, at: float, size: tuple[int, int], color, width: int) -> None:
    """Draw a horizontal and a vertical line."""
    pen.line((at, 0, at, size[1]), color, width)
    pen.line((0, at, size[0], at), color, width)


def draw_social() -> Image.Image:
    """Draw a number on squared paper, the boxes of its digits, and the site's name."""
    size = tuple(length * 2 for length in SOCIAL_SIZE)
    card = Image.new("RGB", size, PAPER)
    pen = ImageDraw.Draw(card)
    for at in range(90, size[0], 90):
        draw_rules(pen, at, size, SQUARE, 3)
    pen.line((270, 0, 270, size[1]), RED, 8)
    for i, paths in enumerate(NUMBER):
        draw_boxed_digit(pen, paths, (270 + 90 * i, 20), 15)
    icon = draw_icon(160)
    card.paste(icon, (405, 1010), icon)
    font = ImageFont.load_default(130)
    pen.text((605, 1090), "digitsite", INK, font, anchor="lm")
    return card.resize(SOCIAL_SIZE, Image.Resampling.LANCZOS)


def draw_boxed_digit(pen, paths: tuple[str, ...], corner: Point, scale: float) -> None:
    """Draw a digit and its box."""
    points = [point for path in paths for point in points_of(path)]
    xs, ys = zip(*points, strict=True)
    padding = 5
    box = (
        min(xs) - padding,
        min(ys) - padding,
        max(xs) + padding,
        max(ys) + padding,
    )
    placed = [v * scale + corner[i % 2] for i, v in enumerate(box)]
    pen.rounded_rectangle(placed, 2 * scale, None, GREEN, 10)
    for path in paths:
        draw_stroke(pen, path, corner, scale, 4.5 * scale, BLUE)


def draw_stroke(pen, path: str, corner: Point, scale: float, width: float, color):
    """Draw a path with a round pen."""
    radius = width / 2
    for x, y in points_of(path):
        center = corner[0] + x * scale, corner[1] + y * scale
        pen.circle(center, radius, color)


def points_of(path: str) -> Iterator[Point]:
    """Yield points along an SVG path of one `M` and relative curves `c`."""
    start, curves = path.removeprefix("M").split("c")
    x, y = numbers_of(start)
    values = numbers_of(curves)
    for i in range(0, len(values), 6):
        knots = [(x + dx, y + dy) for dx, dy in in_pairs(values[i : i + 6])]
        yield from curve_of((x, y), *knots)
        x, y = knots[-1]


def numbers_of(text: str) -> list[float]:
    return [float(number) for number in re.findall(r"-?\d*\.?\d+", text)]


def in_pairs(values: list[float]) -> list[Point]:
    return list(zip(values[::2], values[1::2], strict=True))


def curve_of(a: Point, b: Point, c: Point, d: Point) -> Iterator[Point]:
    """Yield points along a cubic Bézier curve, ends included."""
    for step in range(STEPS + 1):
        t = step / STEPS
        weights = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3)
        knots = list(zip(weights, (a, b, c, d), strict=True))
        yield tuple(
            sum(weight * knot[axis] for weight, knot in knots) for axis in (0, 1)
        )


def to_svg() -> str:
    """Return the mark as an SVG."""
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" '
        f'viewBox="0 0 {MARK_SIDE} {MARK_SIDE}">\n'
        f'  <rect width="{MARK_SIDE}" height="{MARK_SIDE}" rx="7" fill="{BLUE}"/>\n'
        '  <path d="M8 0v32M16 0v32M24 0v32M0 8h32M0 16h32M0 24h32" stroke="#fff"'
        ' stroke-opacity=".18"/>\n'
        f'  <path d="{"".join(MARK)}"\n'
        f'    fill="none" stroke="#fff" stroke-width="{MARK_WIDTH}"'
        ' stroke-linecap="round" stroke-linejoin="round"/>\n'
        "</svg>\n"
    )


def to_palette(picture: Image.Image) -> Image.Image:
    # This method keeps rare colors, but has no transparency.
    method = Quantize.MAXCOVERAGE if picture.mode == "RGB" else Quantize.FASTOCTREE
    return picture.quantize(COLORS, method)


def draw_all(folder: Path = FOLDER) -> None:
    """Write all icons and the preview picture to a folder."""
    pictures = {
        "icon-180.png": draw_icon(180, has_corners=True),
        "icon-192.png": draw_icon(192),
        "icon-512.png": draw_icon(512),
        "icon-maskable-512.png": draw_icon(512, has_corners=True),
        "social.png": draw_social(),
    }
    (folder / "favicon.svg").write_text(to_svg())
    for name, picture in pictures.items():
        to_palette(picture).save(folder / name, optimize=True)


if __name__ == "__main__":
    draw_all()
