"""Constants of the field that the network sees."""

SIDE = 28  # pixels; the field is square
BOX_SIDE = 20  # pixels; a digit's longest side inside the field
LABELS = 10
NOT_A_DIGIT = 10  # index of the eleventh output
CLASSES = 11
