"""Estimate the brightness of the paper under the writing.

The brightness is estimated by a gray closing, which spans strokes and keeps shadow
edges, after Serra, "Image Analysis and Mathematical Morphology" (1982).
"""

import numpy as np
from scipy import ndimage

WINDOW = 0.34  # of the short side: the widest stroke that is not part of the background
CONTINUED = 0.6  # of what mirrors it inside: the darkest paper beyond the border


def find_paper(small: np.ndarray) -> np.ndarray:
    """Estimate the paper's brightness, strokes taken away.

    Beyond the border light goes on changing as it does towards it, or dark corners
    would be mistaken for strokes. Smoothing must not lift the dark side of a shadow's
    edge above what it is, or the shadow would seem to have strokes along its edge.

    Args:
        small: uint8 (h, w), a rescaled picture of dark writing; 255 is white.

    Returns:
        float32 (h, w); 255.0 is white.
    """
    window = widest_stroke(small)
    blur = max(window // 4, 1)
    inside = small.astype(np.float32)
    mirrored = np.pad(inside, window, "reflect")
    continued = np.pad(inside, window, "reflect", reflect_type="odd")
    around = np.maximum(continued, CONTINUED * mirrored)
    paper = ndimage.grey_closing(around, (window, window))
    # What is smoothed next needs no more beyond the border than the blur reaches.
    spare = window - blur - 1
    paper = paper[spare : len(paper) - spare, spare : paper.shape[1] - spare]
    smooth = ndimage.uniform_filter(paper, blur)
    paper = ndimage.minimum_filter(np.minimum(paper, smooth), 3)
    return paper[blur + 1 : -blur - 1, blur + 1 : -blur - 1]


def widest_stroke(small: np.ndarray) -> int:
    """Return the width, in pixels of a rescaled picture, that strokes stay below."""
    return max(round(WINDOW * min(small.shape)), 3)
