"""From gray paper to ink: polarity, background, threshold.

The brightness of the paper is divided out; what is darker than it by more than the
noise is ink. The level follows Otsu, "A threshold selection method from gray-level
histograms" (1979), bounded by the noise; hysteresis after Canny, "A computational
approach to edge detection" (1986).
"""

import numpy as np
from PIL import Image
from scipy import ndimage

from recognizer.reading.binarization.background import find_paper, widest_stroke

BACKGROUND_SIDE = 160  # pixels; the background is smooth, so a small copy is enough
BORDER_VOTE = 0.6  # beside the skewness, which votes with at most 1
FAINTEST = 0.045  # of the paper's brightness: weaker contrast is never ink
DARKEST = 24.0  # brightness of the darkest paper
DULLEST = 90.0  # also of the negative; nobody writes in white on white
DIMMEST = 0.35  # as a share of the brightest paper of the picture
DESK_CORNERS = 2  # of the picture: what fills so many of them is the desk
DESK_PADDING = (
    0.015  # of the picture's long side: the soft edge of the page on the desk
)
DESK_SHARE = 8  # times as faint as the desk: too faint for strokes beside it
CORNER = 2  # pixels from the border: there a frame of the camera is no corner
SMALLEST_PHOTO = 160  # pixels of the short side: on less a digit may fill its picture
STRIP = 2.5  # times as long as high: digits at its ends are as high as the picture
PEAK_PIXELS = 12  # so many pixels make a stroke, however large the paper
SOLID = 110  # ink of a stroke itself, not of its soft rim
FIRM_WEAK, FIRM = 0.85, 1.15  # of the level between print and pen: hysteresis
NOISE_CONTRAST, NOISE_SHARE = (
    0.12,
    0.1,
)  # contrast and share of the picture: paper, not strokes
LEVELS = 256


def find_contrast(gray: np.ndarray, light_ink: bool) -> np.ndarray:
    """Return how much darker than its paper each pixel is.

    Args:
        gray: uint8 (H, W); 255 is white.
        light_ink: whether light was written on dark.

    Returns:
        float32 (H, W); 0.0 or less is paper, 1.0 is black on white.
    """
    return _contrast(255 - gray, DULLEST) if light_ink else _contrast(gray, DARKEST)


def find_ink(gray: np.ndarray, light_ink: bool | None = None) -> np.ndarray:
    """Find what was written.

    Args:
        gray: uint8 (H, W); 255 is white.
        light_ink: whether light was written on dark; None lets the picture tell.

    Returns:
        uint8 (H, W); 0 is paper, 255 is ink at full strength.
    """
    light = has_light_ink(gray) if light_ink is None else light_ink
    return to_ink(find_contrast(gray, light))


def to_ink(contrast: np.ndarray) -> np.ndarray:
    """Part strokes from paper.

    Args:
        contrast: float32 (H, W), as `find_contrast` gives it.

    Returns:
        uint8 (H, W); 0 is paper, 255 is ink at full strength.
    """
    return _as_ink(*_without_desk(contrast, _strokes(contrast)))


def to_pen_ink(contrast: np.ndarray) -> np.ndarray:
    """Part strokes of the pen from fainter print below them, as on checks.

    What is ink at all is parted once more in two classes.

    Args:
        contrast: float32 (H, W), as `find_contrast` gives it.

    Returns:
        uint8 (H, W); 0 is paper or print, 255 is ink at full strength.
    """
    contrast, strokes = _without_desk(contrast, _strokes(contrast))
    if not strokes.any():
        return np.zeros(contrast.shape, np.uint8)
    level = _middle(_quantized(contrast)[strokes]) / (LEVELS - 1)
    inside = np.where(strokes, contrast, 0)
    return _as_ink(contrast, _connected(inside, FIRM_WEAK * level, FIRM * level))


def is_background_noise(contrast: np.ndarray, ink: np.ndarray) -> bool:
    """Return whether the ink is only the shade and grain of the paper.

    Args:
        contrast: float32 (H, W), as `find_contrast` gives it.
        ink: uint8 (H, W), as `to_ink` gives it.
    """
    strokes = ink > 0
    is_much = np.count_nonzero(strokes) > NOISE_SHARE * ink.size
    return (
        bool(is_much) and float(np.percentile(contrast[strokes], 90)) < NOISE_CONTRAST
    )


def _middle(values: np.ndarray) -> float:
    """Return the level half-way between the two classes of values, uint8 (n,)."""
    is_above = values > otsu(np.bincount(values, minlength=LEVELS))
    if is_above.all() or not is_above.any():
        return float(values[0])
    return float(values[is_above].mean() + values[~is_above].mean()) / 2


def _as_ink(contrast: np.ndarray, strokes: np.ndarray) -> np.ndarray:
    """Return the ink, uint8 (H, W), of strokes, bool (H, W)."""
    if not strokes.any():
        return np.zeros(contrast.shape, np.uint8)
    full = max(float(np.percentile(contrast[strokes], 70)), FAINTEST)
    # The soft rim of a stroke tells its true width: one pixel around it stays.
    near = ndimage.maximum_filter(strokes, 3)
    return np.where(near, np.clip(contrast / full, 0, 1) * 255, 0).astype(np.uint8)


def has_light_ink(gray: np.ndarray) -> bool:
    """Return whether the writing is lighter than its ground.

    Args:
        gray: uint8 (H, W); 255 is white.
    """
    return polarity_score(gray) > 0


def polarity_score(gray: np.ndarray) -> float:
    """Return how certain it is that the writing is lighter than its ground.

    Strokes are the rare side of the brightness around them, so they skew it; the
    border, which is mostly paper, votes too.

    Args:
        gray: uint8 (H, W); 255 is white.

    Returns:
        From -1.6, certainly dark on light, to 1.6, certainly light on dark.
    """
    small = rescale(gray, BACKGROUND_SIDE).astype(np.float32)
    local = small - ndimage.uniform_filter(small, widest_stroke(small))
    spread = float(local.std())
    if spread < 1e-3:
        return 0.0
    skewness = float((local**3).mean()) / spread**3
    low, high = np.percentile(small, (2, 98))
    ring = np.concatenate([small[0], small[-1], small[:, 0], small[:, -1]])
    border = 1.0 if np.median(ring) < (low + high) / 2 else -1.0
    return float(np.tanh(skewness)) + BORDER_VOTE * border


def rescale(gray: np.ndarray, side: int) -> np.ndarray:
    """Return uint8 gray, averaged down to a long side of `side`, never enlarged."""
    height, width = gray.shape
    scale = side / max(height, width)
    if scale >= 1:
        return gray
    size = max(round(width * scale), 1), max(round(height * scale), 1)
    image = Image.fromarray(gray)
    return np.asarray(image.resize(size, Image.Resampling.BOX, reducing_gap=2.0))


def _contrast(gray: np.ndarray, darkest: float) -> np.ndarray:
    """Return float32 (H, W): 0.0 as bright as the paper there, 1.0 black.

    Args:
        gray: uint8 (H, W) of dark writing; 255 is white.
        darkest: brightness that paper is taken to have at least.
    """
    paper = find_paper(rescale(gray, BACKGROUND_SIDE))
    size = gray.shape[1], gray.shape[0]
    paper = np.asarray(Image.fromarray(paper).resize(size, Image.Resampling.BILINEAR))
    # In the dark the least noise would be a large share of what light there is.
    bright = float(np.percentile(paper[::8, ::8], 90))
    return (paper - gray) / np.maximum(paper, max(darkest, DIMMEST * bright))


def _without_desk(
    contrast: np.ndarray, strokes: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Leave out what fills corners of the picture, and look again for strokes.

    Beside a dark desk a pencil seems too faint for ink.
    """
    desk = _desk(strokes)
    if not desk.any():
        return contrast, strokes
    room = 2 * round(DESK_PADDING * max(desk.shape)) + 1
    near = ndimage.maximum_filter(desk.view(np.uint8), room) > 0
    inside = np.where(near, 0, contrast)
    again = _strokes(inside, least=float(contrast[desk].max()) / DESK_SHARE)
    return (inside, again) if again.any() else (contrast, strokes)


def _desk(strokes: np.ndarray) -> np.ndarray:
    """Return the mask, bool (H, W), of the pieces that fill several corners."""
    short, long = sorted(strokes.shape)
    near, far = CORNER, -1 - CORNER
    rows, columns = [near, near, far, far], [near, far, near, far]
    small = short < SMALLEST_PHOTO or long > STRIP * short
    if small or np.count_nonzero(strokes[rows, columns]) < DESK_CORNERS:
        return np.zeros(strokes.shape, bool)
    labels, _ = ndimage.label(strokes, np.ones((3, 3)))
    names, counts = np.unique(labels[rows, columns], return_counts=True)
    return np.isin(labels, names[(counts >= DESK_CORNERS) & (names > 0)])


def _strokes(contrast: np.ndarray, least: float = 0.0) -> np.ndarray:
    """Return the mask of connected ink that is somewhere stronger than the level.

    Args:
        contrast: float32 (H, W); 0.0 or less is paper, 1.0 is black on white.
        least: the level is never lower.
    """
    counts = np.bincount(_quantized(contrast).ravel(), minlength=LEVELS)
    sample = contrast[::3, ::3]
    middle = float(np.median(sample))
    noise = 1.4826 * float(np.median(np.abs(sample - middle)))
    peak = (LEVELS - 1 - int(np.searchsorted(np.cumsum(counts[::-1]), PEAK_PIXELS))) / (
        LEVELS - 1
    )
    level = max(
        otsu(counts) / (LEVELS - 1),
        min(middle + 5 * noise, peak / 2),
        FAINTEST,
        peak / 4,
        least,
    )
    return _connected(contrast, 0.55 * level, level)


def _connected(contrast: np.ndarray, low: float, high: float) -> np.ndarray:
    """Return the mask of what is above one level and connected to what is above two."""
    weak, _ = ndimage.label(contrast > low, np.ones((3, 3)))
    strong = np.unique(weak[contrast > high])
    kept = np.zeros(int(weak.max(initial=0)) + 1, bool)
    kept[strong] = True
    kept[0] = False
    return kept[weak]


def _quantized(contrast: np.ndarray) -> np.ndarray:
    return (np.clip(contrast, 0, 1) * (LEVELS - 1)).astype(np.uint8)


def otsu(counts: np.ndarray) -> int:
    """Return the level that parts a histogram best in two classes.

    Args:
        counts: int (n,), pixels of each level.
    """
    levels = np.arange(len(counts))
    below = np.cumsum(counts)
    mass = np.cumsum(counts * levels)
    above = below[-1] - below
    with np.errstate(divide="ignore", invalid="ignore"):
        gap = mass / below - (mass[-1] - mass) / above
    return int(np.argmax(np.nan_to_num(below * above * gap**2)))
