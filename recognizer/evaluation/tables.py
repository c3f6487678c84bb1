"""Scores as lines of text."""

from collections.abc import Iterator

from ml.data.splits import HALVES
from recognizer.evaluation.intervals import Interval
from recognizer.evaluation.metrics import COUNTS, Error, SetScore
from recognizer.evaluation.risk import COVERAGES, Share

NAME_WIDTH = 32
COLUMNS = ("read exactly", "refused", "wrong", "character errors", "calibration error")
WIDTH = 29
PERCENT = "/".join(f"{100 * coverage:.0f}" for coverage in COVERAGES)
# Title and width of each column of a short table.
SHORT = (
    ("n", 7),
    ("exact", 18),
    ("wrong digits", 16),
    ("right when read", 18),
    ("wrong when read", 17),
    ("digits refused", 17),
    ("calibration", 13),
    ("risk area", 11),
    (f"risk at {PERCENT} %", 30),
    ("signs ignored", 15),
)
PER_HALF = 5  # columns of a short table shown for each half


def to_wide_table(scores: list[SetScore]) -> list[str]:
    """Return counts and errors with their intervals, a line for each score."""
    titles = "".join(f"{name:>{WIDTH}}" for name in COLUMNS)
    intervals = f"{'(95 % interval)':>{WIDTH}}" * len(COLUMNS)
    head = [
        f"{'set':{NAME_WIDTH}}{'n':>7}{titles}",
        f"{'':{NAME_WIDTH + 7}}{intervals}",
    ]
    return head + [_to_wide_line(score) for score in scores]


def to_short_table(title: str, scores: list[SetScore]) -> list[str]:
    """Return how far each score can be trusted; nothing without scores."""
    if not scores:
        return []
    head = "".join(f"{name:>{width}}" for name, width in SHORT)
    lines = [f"{_name(score):{NAME_WIDTH}}{_join(_cells(score))}" for score in scores]
    return ["", f"{title:{NAME_WIDTH}}{head}", *lines]


def to_half_table(scores: list[SetScore]) -> list[str]:
    """Return both halves of each set side by side; nothing without scores."""
    if not scores:
        return []
    head = "".join(f"{name:>{width}}" for name, width in SHORT[:PER_HALF])
    titles = "".join(f"{half:>{len(head)}}" for half in HALVES)
    return ["", f"{'':{NAME_WIDTH}}{titles}", f"{'half':{NAME_WIDTH}}{head * 2}"] + [
        f"{name:{NAME_WIDTH}}{''.join(halves)}" for name, halves in _pair(scores)
    ]


def _pair(scores: list[SetScore]) -> Iterator[tuple[str, list[str]]]:
    """Yield the name of each set with the cells of both halves."""
    parts = {(score.set, score.part): score for score in scores}
    for name in dict.fromkeys(score.set for score in scores):
        halves = [parts.get((name, half)) for half in HALVES]
        yield name, [_join(_cells(half)[:PER_HALF] if half else []) for half in halves]


def _join(cells: list[str]) -> str:
    padded = cells or [""] * PER_HALF
    return "".join(
        f"{cell:>{width}}" for cell, (_, width) in zip(padded, SHORT, strict=False)
    )


def _name(score: SetScore) -> str:
    return f"{score.set}: {score.part}" if score.part else score.set


def _cells(score: SetScore) -> list[str]:
    risks = "/".join(f"{100 * point.risk:.1f}" for point in score.risk_points)
    has_digits = score.wrong_digits is not None
    return [
        str(score.n),
        _format_share(Share(score.right, score.n)),
        f"{score.wrong_digits} of {score.digits}" if has_digits else "-",
        _format_share(score.right_when_read),
        str(score.wrong_when_read),
        _format_share(score.digits_refused),
        f"{score.calibration_error.value:.4f}" if score.calibration_error else "-",
        f"{score.risk_area.value:.4f}" if score.risk_area else "-",
        risks or "-",
        _format_share(score.signs_ignored),
    ]


def _format_share(share: Share) -> str:
    if not share.total:
        return "-"
    return f"{share.part} {100 * share.part / share.total:.2f} %"


def _to_wide_line(score: SetScore) -> str:
    counts = [_format_count(score, name) for name in COUNTS]
    errors = map(_format_error, (score.character_error_rate, score.calibration_error))
    cells = "".join(f"{one:>{WIDTH}}" for one in [*counts, *errors])
    return f"{_name(score):{NAME_WIDTH}}{score.n:7}{cells}"


def _format_count(score: SetScore, name: str) -> str:
    count = getattr(score, name)
    interval = _format_interval(score.interval(name))
    return f"{count} {100 * count / score.n:.2f} % {interval}"


def _format_error(error: Error | None) -> str:
    return f"{error.value:.4f} {_format_interval(error.interval, 1)}" if error else "-"


def _format_interval(interval: Interval, scale: int = 100) -> str:
    places = 1 if scale == 100 else 4
    return "({:.{p}f}-{:.{p}f})".format(*(scale * end for end in interval), p=places)
