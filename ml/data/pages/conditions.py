"""What a page is made of: layout, paper, light, pen, camera; drawn, or one alone."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from ml.data.pages import displays, forms, layouts, marks
from ml.data.pages.pens import Writer
from ml.data.pages.sheet import Sheet

Layout = Callable[[Sheet, Writer], None]

# By name: what writes it, its frame, and how often it is drawn.
LAYOUTS: dict[str, tuple[Layout | None, str, float]] = {
    "single": (layouts.single, "any", 0.44),
    "centered": (layouts.centered, "any", 0.03),
    "filling": (layouts.filling, "any", 0.06),
    "number": (layouts.number, "wide", 0.09),
    "touching": (layouts.touching, "wide", 0.04),
    "signs": (layouts.with_signs, "wide", 0.08),
    "lines": (layouts.lines, "any", 0.07),
    "columns": (layouts.columns, "any", 0.02),
    "sparse": (layouts.sparse, "any", 0.05),
    "tiny": (layouts.tiny, "any", 0.02),
    "long_page": (layouts.long_page, "any", 0.015),
    "scatter": (layouts.scatter, "any", 0.02),
    "form_boxes": (forms.boxes, "wide", 0.03),
    "comb": (forms.comb, "wide", 0.02),
    "sudoku": (forms.sudoku, "square", 0.02),
    "table": (forms.table, "any", 0.03),
    "mark_table": (forms.mark_table, "any", 0.02),
    "score_sheet": (forms.score_sheet, "any", 0.01),
    "dotted_line": (forms.dotted_line, "wide", 0.025),
    "cheque": (forms.cheque, "wide", 0.035),
    "seven_segment": (displays.seven_segment, "any", 0.015),
    "drum": (displays.drum, "any", 0.012),
    "plate": (displays.plate, "any", 0.012),
    "dial": (displays.dial, "square", 0.005),
    "worksheet": (forms.worksheet, "any", 0.02),
    "empty_form": (forms.empty, "any", 0.012),
    "letter": (marks.letter, "any", 0.1),
    "letters": (marks.letters, "any", 0.035),
    "words": (marks.words, "any", 0.04),
    "other_scripts": (marks.strange_scripts, "any", 0.02),
    "blank": (None, "any", 0.05),
    "scenes": (None, "square", 0.045),
}
WITHOUT_DIGITS = (
    "letter", "letters", "words", "other_scripts", "empty_form", "blank", "scenes",
)  # fmt: skip
TURNED = (
    "number", "signs", "lines", "columns", "long_page", "form_boxes", "sudoku", "table",
    "mark_table", "score_sheet", "dotted_line", "worksheet", "words",
)  # fmt: skip
RULED_BY_COMPUTER = "table", "mark_table", "sudoku", "form_boxes", "columns"
EMPTY = "sparse", "blank"  # mostly paper is seen
SHOWN = "seven_segment", "drum", "plate", "dial"  # not written by a pen
PRINTABLE = (
    "single",
    "centered",
    "filling",
    "number",
    "signs",
    "lines",
    "columns",
    "table",
)
PAPERS = ("plain", "ruled", "squared", "dotted", "folded", "crumpled", "textured",
          "security")  # fmt: skip
PAPER_SHARES = (0.42, 0.16, 0.09, 0.03, 0.07, 0.07, 0.1, 0.06)
STYLES = "clean", "scan", "photo", "field", "pixels"
DRAWN_STYLES = "clean", "field", "pixels"
LIGHTS = "even", "soft_shadow", "hard_shadow", "vignette", "glare", "low_light"
LIGHT_SHARES = (0.5, 0.14, 0.12, 0.1, 0.06, 0.08)


@dataclass(frozen=True)
class Recipe:
    """How one page is made.

    Attributes:
        layout: one of LAYOUTS.
        style: "clean" as drawn on a canvas, "scan", "photo", "field": a digit of few
            pixels, enlarged; or "pixels": the same, black and white.
        paper, light: of PAPERS and LIGHTS.
        pen: of pens.PENS; None is any.
        source: of pens.SOURCES; None is any.
        is_slanted, is_inverted: leaning digits; light ink on dark ground.
        stroke: one of STROKES.
        angle: degrees by which the sheet is turned, clockwise.
        quarters: quarter turns of the whole picture.
        perspective: how much equal sides may differ.
        extras: "clutter", "around" (circles, underlines), "crossed_out", "print" and
            "things" beside the digits, "show_through" (the back of the page), "specks",
            "stains".
        faults: of the camera: "low_resolution", "blurred", "noisy", "jpeg".
        has_desk: a desk is in view.
        crop: cut closely around "all", or around one "digit", so that others intrude.
    """

    layout: str = "number"
    style: str = "photo"
    paper: str = "plain"
    light: str = "even"
    pen: str | None = None
    source: str | None = None
    is_slanted: bool = False
    is_inverted: bool = False
    stroke: str = "even"
    angle: float = 0.0
    quarters: int = 0
    perspective: float = 0.0
    extras: tuple[str, ...] = ()
    faults: tuple[str, ...] = ()
    has_desk: bool = False
    crop: str | None = None


# What each condition changes about a plain page; layouts are conditions, too.
CHANGES: dict[str, dict[str, Any]] = {
    **{paper: {"paper": paper} for paper in PAPERS},
    **{light: {"light": light} for light in LIGHTS[1:]},
    **{name: {"layout": name} for name in LAYOUTS},
    "cheque": {
        "layout": "cheque",
        "paper": "security",
        "faults": ("low_resolution",),
        "crop": "all",
    },
    "neighbors": {"crop": "digit"},
    "specks": {"extras": ("specks",)},
    "stains": {"layout": "sparse", "extras": ("stains",)},
    "hairline_on_rules": {"layout": "lines", "pen": "hairline", "paper": "ruled"},
    "hairline": {"layout": "single", "pen": "hairline", "style": "clean"},
    "thick_marker": {"layout": "single", "pen": "thick_marker"},
    "frayed": {"layout": "single", "pen": "marker", "stroke": "frayed"},
    "pencil": {"stroke": "pencil"},
    "overwritten": {"layout": "single", "stroke": "overwritten"},
    "slanted": {"is_slanted": True},
    "light_on_dark": {"is_inverted": True},
    "printed": {"layout": "lines", "source": "printed"},
    "desk": {"has_desk": True},
    "closely_cropped": {"layout": "single", "crop": "all"},
    "rotated_little": {"layout": "lines", "angle": 9.0},
    "rotated_quarter": {"layout": "lines", "quarters": 1},
    "upside_down": {"layout": "lines", "quarters": 2},
    "perspective": {"layout": "lines", "perspective": 0.4},
    "clutter": {"extras": ("clutter",)},
    "print_beside": {"extras": ("print",)},
    "things_beside": {"extras": ("things",)},
    "show_through": {"layout": "lines", "extras": ("show_through",)},
    "hollow": {"layout": "single", "source": "printed", "stroke": "hollow"},
    "pixels": {"layout": "centered", "style": "pixels", "source": "forms"},
    "circled": {"extras": ("around",)},
    "crossed_out": {"extras": ("crossed_out",)},
    "blurred": {"faults": ("blurred",)},
    "noisy": {"faults": ("noisy",)},
    "jpeg": {"faults": ("jpeg",)},
    "low_resolution": {"faults": ("low_resolution",)},
    "canvas": {"layout": "single", "style": "clean", "source": "pen"},
    "field_28": {"layout": "centered", "style": "field", "source": "mnist"},
}
CONDITIONS = tuple(CHANGES)


def single_out(condition: str) -> Recipe:
    """Return the recipe of a page with one condition alone."""
    return replace(Recipe(), **CHANGES[condition])


def draw_recipe(rng: np.random.Generator) -> Recipe:
    """Draw a recipe; everything may come together with everything."""
    shares = np.array([share for *_, share in LAYOUTS.values()])
    layout = list(LAYOUTS)[rng.choice(len(LAYOUTS), p=shares / shares.sum())]
    style = "photo" if layout == "sparse" else _draw_style(rng, layout)
    if style in ("field", "pixels") and layout != "letter":
        layout = "centered"  # smaller ones would not be legible
    is_photo = style == "photo"
    paper = str(rng.choice(PAPERS, p=PAPER_SHARES))
    if layout in EMPTY and rng.random() < 0.5:
        paper = str(rng.choice(["folded", "crumpled", "textured"]))
    if style in DRAWN_STYLES:
        paper = "ruled" if rng.random() < 0.1 else "plain"
    if layout == "cheque" and rng.random() < 0.85:
        paper = "security"
    source = "printed" if layout in PRINTABLE and rng.random() < 0.05 else None
    return Recipe(
        layout,
        style,
        paper,
        str(rng.choice(LIGHTS, p=LIGHT_SHARES)) if is_photo else "even",
        None if source else _draw_pen(rng, layout, style),
        source,
        rng.random() < (0.3 if layout == "cheque" else 0.06),
        rng.random() < (0.35 if style in DRAWN_STYLES else 0.1),
        "even" if layout in SHOWN else str(rng.choice(STROKES, p=STROKE_SHARES)),
        **_draw_turns(rng, layout, is_photo),
        extras=_draw_extras(rng, layout),
        faults=_draw_faults(rng, style),
        has_desk=is_photo and rng.random() < (0.4 if layout in EMPTY else 0.2),
        crop=_draw_crop(rng, layout, style),
    )


STROKES = "even", "frayed", "pencil", "overwritten", "hollow"
STROKE_SHARES = (0.785, 0.08, 0.08, 0.045, 0.01)


def _draw_style(rng: np.random.Generator, layout: str) -> str:
    shares = [0.2, 0.25, 0.55, 0.0, 0.0]
    if layout in ("single", "centered", "filling", "letter"):
        shares = [0.23, 0.15, 0.48, 0.1, 0.04]
    return str(rng.choice(STYLES, p=shares))


def _draw_crop(rng: np.random.Generator, layout: str, style: str) -> str | None:
    if style in ("field", "pixels") or layout == "sparse":
        return None
    kind = rng.random()
    if layout in ("number", "touching", "lines", "form_boxes") and kind < 0.12:
        return "digit"
    return "all" if kind < (0.75 if layout == "cheque" else 0.3) else None


def _draw_pen(rng: np.random.Generator, layout: str, style: str) -> str | None:
    kind = rng.random()
    if style == "clean" and layout in RULED_BY_COMPUTER and kind < 0.2:
        return "hairline"
    if layout in ("single", "centered", "filling", "letter"):
        if kind < 0.09:
            return "hairline"
        if kind < 0.16:
            return "thick_marker"
    return "fine" if kind > 0.94 else "hairline" if kind > 0.92 else None


def _draw_turns(
    rng: np.random.Generator, layout: str, is_photo: bool
) -> dict[str, Any]:
    turns: dict[str, Any] = {"angle": 0.0, "quarters": 0, "perspective": 0.0}
    if rng.random() < (0.35 if is_photo else 0.1):
        turns["angle"] = rng.normal(0, 4)
    if is_photo and rng.random() < 0.3:
        turns["perspective"] = rng.uniform(0.05, 0.45)
    # A 6 alone, turned, is a 9: only pages of several digits are.
    if layout in TURNED:
        kind = rng.random()
        turns["quarters"] = (
            1 if kind < 0.07 else 3 if kind < 0.14 else 2 * (kind > 0.95)
        )
    return turns


def _draw_extras(rng: np.random.Generator, layout: str) -> tuple[str, ...]:
    shares = {"clutter": 0.12, "around": 0.07, "crossed_out": 0.04, "print": 0.07,
              "things": 0.07, "show_through": 0.06, "specks": 0.05,
              "stains": 0.12 if layout in EMPTY else 0.03}  # fmt: skip
    if layout in SHOWN and rng.random() < 0.5:
        return ("print",)
    if layout in ("table", "mark_table", "seven_segment", "scenes"):
        return ("specks",) if rng.random() < 0.05 else ()
    return tuple(name for name, share in shares.items() if rng.random() < share)


def _draw_faults(rng: np.random.Generator, style: str) -> tuple[str, ...]:
    shares = {
        "clean": (0.05, 0.0, 0.0, 0.12),
        "field": (0.0, 0.0, 0.15, 0.1),
        "pixels": (0.0, 0.0, 0.0, 0.1),
        "scan": (0.2, 0.25, 0.2, 0.45),
        "photo": (0.25, 0.5, 0.5, 0.45),
    }[style]
    return tuple(
        fault
        for fault, share in zip(FAULTS, shares, strict=True)
        if rng.random() < share
    )


FAULTS = "low_resolution", "blurred", "noisy", "jpeg"
