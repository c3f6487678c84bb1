"""What the page of the model calls the sets of pictures."""

from django.utils.translation import gettext_lazy as _

# The names of the card's and the scorecard's sets; "validation: mnist" is made of two.
SETS = {
    "validation": _("Held back"),
    "mnist": _("MNIST digits"),
    "digits": _("Other pen-drawn and scanned digits"),
    "letters": _("Letters near to digits"),
    "nondigits": _("Letters, signs, scribbles, blanks: no digits"),
    "mnist_test": _("MNIST, kept for tests"),
    "mnist_strings_apart": _("2 to 8 MNIST digits in a row"),
    "mnist_strings_touching": _("The same, some touching"),
    "drawn_digits": _("Drawings by mouse, finger, pen"),
    "hwd1000": _("Small drawings by one hand"),
    "multi_digits": _("Photos and scans of numbers"),
    "non_digits": _("Letters, signs, objects, text"),
    "omniglot": _("Letters of other alphabets"),
    "orand_car_a": _("Amounts on bank checks"),
    "pendigits": _("Pen strokes it learned from"),
    "photo_digits": _("Photos and scans"),
    "scan_cells_minichazer": _("Cells of scanned forms"),
    "scan_crops_anzemur": _("Scanned digits, cut out"),
    "signs_odd": _("Numbers with signs"),
    "usps_train": _("Zip codes, 16 × 16 pixels"),
    "wild": _("Real worksheets, grids and displays"),
    "MNIST test": _("MNIST test"),
    "USPS, other hands": _("USPS, other hands"),
    "other_hands": _("Digits of all other hands"),
}

# The halves of a set: one that settings were chosen on, and one kept unseen.
HALVES = {"tuned": _("chosen on"), "unseen": _("unseen")}

# What the pictures of a set hold, in the order of the page.
KINDS = {
    "digit": _("One digit"),
    "number": _("Several digits"),
    "none": _("No digit"),
}
