"""The pages whose readings are kept: drawn by code, the same in every process."""

from collections.abc import Iterator

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from tests.snapshots.surroundings import boxed_fields, lit, noisy, ruled, striped
from tests.support.drawing import GLYPHS, encoded, form, on_desk, page_of, paper, write

Pages = Iterator[tuple[str, Image.Image]]

UPRIGHT_BY_EXIF = {6: 90, 8: 270}  # orientation: degrees, counterclockwise
ORIENTATION = 0x0112


def draw_pages() -> dict[str, bytes]:
    """Return all pages as PNG files, by name."""
    groups = (
        single_digits(),
        lines(),
        touching_digits(),
        ruled_pages(),
        boxed_pages(),
        unevenly_lit(),
        other_characters(),
        doubtful(),
        no_digits(),
        canvases(),
        small_fields(),
        turned(),
    )
    files = {name: encoded(page) for group in groups for name, page in group}
    return files | {
        f"camera held at orientation {orientation}": held(orientation)
        for orientation in UPRIGHT_BY_EXIF
    }


def single_digits() -> Pages:
    for digit in GLYPHS:
        yield f"digit {digit}", write(paper(), digit)
    for pen in (3, 30):
        yield f"digit 5, pen of {pen} px", write(paper(), "5", pen=pen)
    page = paper(1200, 900)
    yield "small digit in a corner", write(page, "4", at=(1000, 700), size=60, pen=5)
    yield "digit that a pen with gaps wrote", gaps(page_of("8"))


def lines() -> Pages:
    yield "one line", page_of("4071")
    yield "one long line", page_of("8675309", size=60, pen=6)
    yield "two lines", page_of("2026", "47")
    yield "three lines", page_of("314", "159", "265", size=70, pen=6)
    yield "lines of unequal length", page_of("30582", "6", "947")
    yield "line of a pen with gaps", gaps(page_of("309"))
    page = write(paper(560, 260), "2", at=(40, 40), size=170, pen=12)
    yield "digits of unequal height", write(page, "96", at=(240, 130), size=80, pen=8)
    tilted = page_of("5081").rotate(15, Image.Resampling.BICUBIC, True, fillcolor=245)
    yield "tilted line", tilted


def touching_digits() -> Pages:
    page = write(paper(460, 150), "5000", at=(40, 35), size=80, pen=8)
    for left in (180, 255):
        page.paste(25, (left, 42, left + 40, 48))
    yield "zeros joined at the top", page
    for text, step in (("386", 44), ("471", 40), ("5628", 34), ("90", 34)):
        page = paper(320, 150)
        for i, digit in enumerate(text):
            write(page, digit, at=(60 + step * i, 35), size=80, pen=8)
        yield f"overlapping digits {text}", page


def ruled_pages() -> Pages:
    page = ruled(paper(600, 800), 70)
    yield "digit on ruled paper", write(page, "4", at=(220, 260), size=220, pen=12)
    yield "lines on ruled paper", ruled(page_of("582", "317"), 51)
    yield "digits on squared paper", ruled(page_of("729"), 30, squared=True)
    underlined = page_of("6083")
    underlined.paste(90, (0, 146, underlined.width, 150))
    yield "number on a rule", underlined
    yield "number on printed stripes", striped(page_of("8401", size=66, pen=7))


def boxed_pages() -> Pages:
    yield "form cells", form("4726")
    yield "leaning form cells", form("11083", lean=4)
    yield "boxes with printed numbers", boxed_fields(("47", "605"), ("9", "836"))
    page = write(paper(420, 90), "2457", at=(30, 26), size=52, pen=5)
    ImageDraw.Draw(page).rectangle((4, 8, 415, 82), outline=20, width=3)
    yield "number in one wide box", page
    page = page_of("0", size=180, pen=10)
    ImageDraw.Draw(page).rectangle((15, 30, 240, 248), outline=25, width=6)
    yield "digit that touches its box", page


def unevenly_lit() -> Pages:
    page = page_of("825")
    yield "shadow on the right half", lit(page, lambda x, y: 1 - 0.4 * (x > 0.5))
    yield "light that fades", lit(page, lambda x, y: 1 - 0.6 * x * y)
    yield "dark corners", lit(page, lambda x, y: 1.1 - (x - 0.5) ** 2 - (y - 0.5) ** 2)
    yield "grainy photo", noisy(lit(page, lambda x, y: 0.7 + 0 * x * y), 12)
    yield "faint pencil", noisy(page_of("36", ink=190), 4)
    yield "light on dark", page_of("307", ink=230, shade=20)
    yield "page on a dark desk", on_desk(page_of("69", "12"))
    large = page_of("26", size=400, pen=24).resize((2400, 2000))
    yield "large photo", large


def other_characters() -> Pages:
    for text in ("A", "L", "xA+", "AxAxA"):
        yield f"signs {text}", page_of(text)
    for text in ("3A7x2", "250-", "1x1", "1xxxxxx", "L7"):
        yield f"digits and signs {text}", page_of(text)


def doubtful() -> Pages:
    """Yield digits that are hard to tell."""
    for one, other in ("49", "06"):
        page = write(paper(), one, ink=120)
        yield f"{one} written over {other}", write(page, other, ink=120)
    both = np.minimum(page_of("529"), page_of("561"))
    yield "number written over another", Image.fromarray(both)
    yield "blurred number", page_of("5386").filter(ImageFilter.GaussianBlur(14))
    small = page_of("5369", size=60, pen=5)
    yield "tiny number", small.reduce(6)
    slanted = page_of("274").transform(
        (420, 240), Image.Transform.AFFINE, (1, 0.9, -90, 0.25, 1, -40), fillcolor=245
    )
    yield "scrawled number", slanted
    page = write(page_of("58"), "x", at=(70, 62), size=90, pen=5)
    yield "number of which a digit is crossed out", page
    page = page_of("602")
    ImageDraw.Draw(page).ellipse((150, 70, 200, 140), fill=25)
    yield "number with a blot", page


def no_digits() -> Pages:
    yield "blank", paper()
    yield "noise", noisy(paper(shade=128), 60)
    steps = np.indices((240, 240)).sum(0) // 40 % 2 * 255
    yield "stripes", Image.fromarray(steps.astype(np.uint8))
    dots = np.full((160, 200), 245, np.uint8)
    for y, x in np.ndindex(6, 6):
        dots[y::16, x::16] = 20
    yield "dots", Image.fromarray(dots)
    page = paper(400, 400)
    page.paste(20, (380, 80, 400, 300))
    yield "bar that the border cuts", page
    yield "empty ruled paper", ruled(paper(400, 500), 60)


def canvases() -> Pages:
    """Yield drawings as a browser's canvas exports them, with transparency."""
    for name, text, color in (("dark", "7", (20, 20, 60)), ("white", "42", (255,) * 3)):
        ink = write(paper(400, 320, 0), text, size=180, ink=255)
        canvas = Image.new("RGBA", ink.size, (*color, 0))
        canvas.putalpha(ink)
        yield f"{name} strokes on a transparent canvas", canvas
    half = Image.new("RGBA", (320, 320), (255, 255, 255, 255))
    half.paste((0, 0, 0, 0), (0, 0, 160, 320))
    stroke = write(paper(shade=0), "3", ink=255)
    half.paste((0, 0, 0, 255), mask=stroke)
    yield "canvas of which half is transparent", half


def small_fields() -> Pages:
    """Yield pictures of the size that the classifier takes."""
    for digit, ink, shade in (("2", 255, 0), ("9", 255, 0), ("5", 0, 255)):
        page = paper(280, 280, shade)
        write(page, digit, at=(80, 40), ink=ink, pen=26)
        yield f"28x28 {digit}, {ink} on {shade}", page.reduce(10)
    yield "28x28 noise", noisy(paper(28, 28, 128), 60)


def turned() -> Pages:
    for turns in (1, 2, 3):
        page = np.rot90(page_of("2457", "3692"), turns)
        yield f"page turned by {90 * turns}", Image.fromarray(page.copy())


def held(orientation: int) -> bytes:
    """Return a page as a camera stores it that was not held upright."""
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    page = page_of("14", "6").rotate(UPRIGHT_BY_EXIF[orientation], expand=True)
    return encoded(page, exif=exif.tobytes())


def gaps(page: Image.Image) -> Image.Image:
    """Return the page with thin slanting gaps in all ink."""
    draw = ImageDraw.Draw(page)
    for x in range(0, page.width + page.height, 26):
        draw.line((x, 0, x - page.height, page.height), fill=245, width=4)
    return page
