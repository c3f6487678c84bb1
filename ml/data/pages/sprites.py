"""Inks of single characters, made once: what the pages are composed from.

Digits of every set that may be trained on, digits and signs drawn by the pen, and the
glyphs of fonts. Without a data folder, drawn forms and fonts remain.
"""

import pickle
import string
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from ml.data.drawings.pen_signs import PEN_SIGNS
from ml.data.drawings.segment_digits import draw_segments
from ml.data.drawings.strokes import Strokes, crop_to_ink, spline, to_unit_height
from ml.data.drawings.synthetic_digits import (
    CURSIVE_FORMS,
    FORMS_IN_NUMBERS,
    draw_variant_strokes,
)
from ml.data.hard_negatives import LETTERS
from ml.data.negatives import blot, find_fonts, has_character

VALIDATION_MNIST = 5_000  # the last of the training part are kept for validation
HELD_OUT = 10  # one in ten of every other set is kept for validation
MNIST_PAPER = 20  # gray levels up to this are paper
FONT_PIXELS = 64
# Apart from other characters, these have the shape of a digit.
LIKE_DIGITS = "OoIl"
LETTERS_IN_WORDS = "".join(c for c in string.ascii_letters if c not in LIKE_DIGITS)
# Letters and signs that nobody takes for a digit, even alone.
UNLIKE_DIGITS = (
    "acdefhjkmnprtuvwxyACDEFGHJKLMNPQRTUVWXYαβγδεζηθκλμνξπρσφχψωΓΔΘΞΠΣΦΨΩ"
    "±*#%&@$€?<>~√∞∑≤≥≠"
    "ЖДШЩЮЯФЦЫЭЙЛПאבגחכלמנפצקשתあおかきけさすせたなぬねはほまむめもやゆよわを"
    "水火木金土山田中国年月東西南北"
)
DIGITS_AND_SIGNS = "0123456789.,-+/:=()x$%"
# Parts of the file names of Debian's handwriting fonts.
HANDWRITING = (
    "dkg", "breip", "femke", "kristi", "ruf", "z003", "because", "dancing", "humor",
    "kaushan", "klee", "gazis", "comic", "lobster",
)  # fmt: skip
# Of the drawn letters; it has a class of its own.
PLUS = [[(0.5, 0.0), (0.5, 1.0)], [(0.0, 0.5), (1.0, 0.5)]]
SYMBOLS = "symbol", "d050", "weather", "seggchan", "_k."
SEGMENTS = ("dseg",)


class Glyph(NamedTuple):
    """One character of a font.

    Attributes:
        ink: uint8 (height, width), cropped tight; 255 is ink.
        top, bottom: where it stands; 0.0 is a digit's top, 1.0 its foot.
    """

    ink: np.ndarray
    top: float
    bottom: float


Font = dict[str, Glyph]
Knots = Sequence[Sequence[tuple[float, float]]]  # of the strokes of one character


@dataclass
class Sprites:
    """The inks of every source.

    Attributes:
        digits: by source and label, uint8 (height, width) inks, 255 is ink.
        strokes: by source and character, drawings of the pen; 1.0 is their height.
        signs: by character, drawings of the pen; 1.0 is the height of digits.
        other_strokes: letters and doodles by the pen, none like a digit.
        others: inks of characters and marks that are no digit.
        printed, handwritten, segments: fonts.
    """

    digits: dict[str, list[list[np.ndarray]]]
    strokes: dict[str, dict[str, list[Strokes]]]
    signs: dict[str, list[Strokes]]
    other_strokes: list[Strokes]
    others: list[np.ndarray]
    printed: list[Font]
    handwritten: list[Font]
    segments: list[Font]


def load_sprites(
    data: Path | None,
    fonts: Path,
    seed: int,
    cache: Path | None = None,
    drawings: int = 4_000,
    is_held_out: bool = False,
) -> Sprites:
    """Make the sprites, or read them from the cache where it exists.

    Args:
        data: holds `mnist.npz` and `dev/`; without it digits are drawn.
        fonts: TrueType and OpenType files below it are used.
        seed: of what is drawn.
        cache: written if missing. It holds pickled arrays: read only your own.
        drawings: number of drawn forms of digits.
        is_held_out: take the part of each set that is kept for validation.
    """
    if cache and cache.exists():
        return pickle.loads(zlib.decompress(cache.read_bytes()))
    rng = np.random.default_rng(seed)
    sprites = _make_sprites(data, fonts, rng, drawings, is_held_out)
    if cache:
        cache.write_bytes(zlib.compress(pickle.dumps(sprites, 5), 1))
    return sprites


def _make_sprites(
    data: Path | None,
    fonts: Path,
    rng: np.random.Generator,
    drawings: int,
    is_held_out: bool,
) -> Sprites:
    strokes = {"forms": _draw_forms(rng, drawings)}
    digits: dict[str, list[list[np.ndarray]]] = {}
    others = [blot(rng) for _ in range(60)]
    if data:
        strokes["pen"] = _load_pendigits(data, is_held_out)
        digits["mnist"] = _load_mnist(data, is_held_out)
        digits["scan"] = _load_scans(data, is_held_out)
        others += _load_omniglot(data, is_held_out)
    printed, handwritten, segments = _load_fonts(fonts, rng)
    for font in printed + handwritten:
        others += [font[c].ink for c in UNLIKE_DIGITS if c in font]
    return Sprites(
        digits=digits,
        strokes=strokes,
        signs={c: _jittered(rng, forms, 60) for c, forms in PEN_SIGNS.items()},
        other_strokes=_jittered(
            rng, [s for _, s in LETTERS if s != PLUS], drawings // 2
        )
        + [_scribble(rng) for _ in range(drawings // 8)],
        others=[ink for ink in others if min(ink.shape) > 1],
        printed=printed,
        handwritten=handwritten,
        segments=segments + [_segment_font(rng) for _ in range(30)],
    )


def _segment_font(rng: np.random.Generator) -> Font:
    style = rng.uniform(0.07, 0.2), rng.uniform(0.02, 0.4), rng.uniform(0, 0.2)
    return {c: Glyph(*draw_segments(c, *style)) for c in "0123456789-.:"}


def _draw_forms(rng: np.random.Generator, count: int) -> dict[str, list[Strokes]]:
    drawn: dict[str, list[Strokes]] = {c: [] for c in string.digits}
    for i in range(count):
        known = CURSIVE_FORMS if i % 40 >= 30 else FORMS_IN_NUMBERS
        forms = [form for form in known if form[0] == i % 10]
        strokes, label = draw_variant_strokes(rng, forms)
        drawn[str(label)].append(to_unit_height(strokes))
    return drawn


def _jittered(
    rng: np.random.Generator, forms: Sequence[Knots], count: int
) -> list[Strokes]:
    """Return drawings of forms whose knots are moved a little; size and place stay."""
    drawn = []
    for i in range(count):
        knots = [np.asarray(s, float) for s in forms[i % len(forms)]]
        moved = [k + rng.normal(scale=0.03, size=k.shape) for k in knots]
        drawn.append(tuple(spline(k, 14).astype(np.float32) for k in moved))
    return drawn


def _scribble(rng: np.random.Generator) -> Strokes:
    knots = [rng.uniform(size=(rng.integers(5, 14), 2)) for _ in range(2)]
    return tuple(spline(k, 60).astype(np.float32) for k in knots)


def _is_in_part(count: int, is_held_out: bool) -> np.ndarray:
    return (np.arange(count) % HELD_OUT == 0) == is_held_out


def _by_label(inks: list[np.ndarray], labels: np.ndarray) -> list[list[np.ndarray]]:
    sorted_inks: list[list[np.ndarray]] = [[] for _ in range(10)]
    for ink, label in zip(inks, labels, strict=True):
        if min(ink.shape) > 1:
            sorted_inks[label].append(ink)
    return sorted_inks


def _load_mnist(data: Path, is_held_out: bool) -> list[list[np.ndarray]]:
    with np.load(data / "mnist.npz") as arrays:
        x, y = arrays["x_train"], arrays["y_train"]
    end = -VALIDATION_MNIST
    part = slice(end, None) if is_held_out else slice(end)
    x, y = x[part], y[part]
    return _by_label([crop_to_ink(np.where(i > MNIST_PAPER, i, 0)) for i in x], y)


def _load_pendigits(data: Path, is_held_out: bool) -> dict[str, list[Strokes]]:
    with np.load(data / "dev/pendigits/pendigits_tra_strokes.npz") as arrays:
        points, lengths = arrays["points"].astype(np.float32), arrays["stroke_len"]
        counts, labels = arrays["n_strokes"], arrays["y"]
    points[:, 1] *= -1  # the tablet's y points up
    strokes = np.split(points, np.cumsum(lengths)[:-1])
    digits = np.split(np.arange(len(strokes)), np.cumsum(counts)[:-1])
    drawn: dict[str, list[Strokes]] = {c: [] for c in string.digits}
    for i in np.flatnonzero(_is_in_part(len(digits), is_held_out)):
        drawn[str(labels[i])].append(to_unit_height([strokes[j] for j in digits[i]]))
    return drawn


def _load_scans(data: Path, is_held_out: bool) -> list[list[np.ndarray]]:
    inks, labels = [], []
    for name in ("scan_cells_minichazer", "scan_crops_anzemur", "hwd1000"):
        with np.load(data / f"dev/{name}/{name}.npz") as arrays:
            chosen = _is_in_part(len(arrays["y"]), is_held_out)
            inks += [cut_scan(gray) for gray in arrays["x"][chosen]]
            labels.append(arrays["y"][chosen])
    return _by_label(inks, np.concatenate(labels))


def _load_omniglot(data: Path, is_held_out: bool) -> list[np.ndarray]:
    """Return the characters of every second class, several times over."""
    with np.load(data / "dev/omniglot/omniglot.npz") as arrays:
        return [cut_scan(x) for x in arrays["x"][arrays["y"] % 2 == is_held_out]] * 8


def cut_scan(gray: np.ndarray) -> np.ndarray:
    """Return the ink, uint8 cropped tight, of a small scan that is dark on light."""
    picture = Image.fromarray(gray)
    size = picture.width * 2, picture.height * 2
    large = np.asarray(picture.resize(size, Image.Resampling.BICUBIC), np.float32)
    paper, darkest = np.percentile(large, 90), large.min()
    ink = np.clip((paper - large) / max(paper - darkest, 1.0) - 0.2, 0, 0.8) / 0.8
    return crop_to_ink((np.where(ink > 0.12, ink, 0) * 255).astype(np.uint8))


def _load_fonts(
    folder: Path, rng: np.random.Generator
) -> tuple[list[Font], list[Font], list[Font]]:
    printed: list[Font] = []
    handwritten: list[Font] = []
    segments: list[Font] = []
    face: ImageFont.FreeTypeFont | ImageFont.ImageFont
    for path in find_fonts(folder):
        name = path.name.lower()
        face = ImageFont.truetype(str(path), FONT_PIXELS)
        if any(part in name for part in SYMBOLS) or not has_character(face, "4"):
            continue
        if any(part in name for part in SEGMENTS):
            segments.append(_font(face, DIGITS_AND_SIGNS[:16]))
        elif any(part in name for part in HANDWRITING):
            handwritten.append(_font(face, _characters(rng, 1.0)))
        else:
            printed.append(_font(face, _characters(rng, 0.3)))
    if not printed:
        face = ImageFont.load_default(FONT_PIXELS)
        assert isinstance(face, ImageFont.FreeTypeFont)  # Pillow's own font is one
        printed.append(_font(face, _characters(rng, 1.0)))
    return printed, handwritten, segments


def _characters(rng: np.random.Generator, share: float) -> str:
    """Return what is drawn of a font: letters of a share of the fonts only."""
    if rng.random() >= share:
        return DIGITS_AND_SIGNS
    chosen = rng.permutation(list(UNLIKE_DIGITS))[:40]
    return "".join(dict.fromkeys([*DIGITS_AND_SIGNS, *LETTERS_IN_WORDS, *chosen]))


def _font(face: ImageFont.FreeTypeFont, characters: str) -> Font:
    _, top, _, bottom = face.getbbox("8")
    font = {}
    for character in characters:
        if has_character(face, character):
            canvas = Image.new("L", (4 * FONT_PIXELS, 4 * FONT_PIXELS))
            place = FONT_PIXELS, FONT_PIXELS
            ImageDraw.Draw(canvas).text(place, character, fill=255, font=face)
            box = canvas.getbbox()
            assert box
            above, below = box[1] - FONT_PIXELS - top, box[3] - FONT_PIXELS - top
            ink = np.asarray(canvas.crop(box))
            height = bottom - top
            font[character] = Glyph(ink, above / height, below / height)
    return font
