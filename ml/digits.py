"""Sizes and classes of a glyph image."""

SIDE = 28  # pixels; a glyph image is square
BOX_SIDE = 20  # pixels; a digit's longest side in its glyph image
LABELS = 10
NOT_A_DIGIT = 10  # index of the eleventh class
CLASSES = 11
