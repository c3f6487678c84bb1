"""Ink that is no digit: the desk along the border and the outlines of boxes."""

from recognizer.vision.region import Region

FRAME_INK = 0.3  # of its box, at most
FRAME_CONTENT = 0.3  # of its height, at least: dirt inside a 0 is less


def is_edge(region: Region, shape: tuple[int, int]) -> bool:
    """Say whether this is the desk, a shadow or a line along the picture's border."""
    (height, width), box = shape, region.box
    sideways = box.left == 0 or box.right == width
    upright = box.top == 0 or box.bottom == height
    # On a strip, a digit at the end is as high as the picture and no edge.
    long_upright = sideways and region.height > 0.5 * max(height, width / 2)
    long_flat = upright and region.width > 0.5 * max(width, height / 2)
    corner = sideways and upright
    thin = min(region.width / width, region.height / height) < 0.15
    solid = region.area > 0.5 * region.width * region.height
    dark_corner = corner and solid and (long_upright or thin)
    return dark_corner or (thin and (long_upright or long_flat))


def is_frame(region: Region, others: list[Region]) -> bool:
    """Say whether this is the thin outline of a box with something written in it."""
    if region.area > FRAME_INK * region.width * region.height:
        return False
    left, top, right, bottom = region.box
    return any(
        left < other.box.left
        and other.box.right < right
        and top < other.box.top
        and other.box.bottom < bottom
        and other.height > FRAME_CONTENT * region.height
        for other in others
    )
