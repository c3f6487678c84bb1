"""Read the lines of a page as a whole, and let boxes and line reader agree on a text.

The line reader sees digits that touch and digits that the detector missed; the boxes
see single digits best. Texts that either suggests are weighed by both.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from ml import ctc
from ml.digits import LABELS
from ml.inputs.gray_lines import crop_line
from ml.inputs.line_images import LINE_MARGIN_PX
from ml.networks.line_reader import TIMESTEP_PX
from recognizer.inference.network import LineNetwork
from recognizer.inference.work_budget import WorkBudget
from recognizer.reading.lines import line_runs
from recognizer.reading.lines.box_paths import NO_BOX, fit_text, vary_texts
from recognizer.reading.lines.line_runs import Run, RunParams, find_runs
from recognizer.reading.lines.text_lines import find_lines
from recognizer.reading.selection import ScoredBoxes, Selection, join


@dataclass(frozen=True)
class LineDecodingParams:
    """Which lines are read as a whole, and how the texts are weighed.

    Attributes:
        runs: which digits make a run.
        max_runs: of a page; the longest first.
        max_boxes: of a run: the work grows by their cube, the memory too.
        paddings: above and below, in heights; each is one look.
        few_runs: of a page; where there are more, each is looked at once.
        beam: texts of each look.
        min_log_prob: of a text by one look, which rules nothing out.
        box_weight: of the boxes' log-probability against that of the looks.
        min_score: of a box that stands for a digit.
    """

    runs: RunParams = line_runs.PARAMS
    max_runs: int = 24
    max_boxes: int = 48
    paddings: tuple[float, ...] = (0.15, 0.0)
    few_runs: int = 4
    beam: int = 4
    min_log_prob: float = -12.0
    box_weight: float = 1.0
    min_score: float = 0.35


PARAMS = LineDecodingParams()

NO_BOX_SCORE = 0.5  # of a digit that the line reader alone sees
# Their looks fill one call of the network.
RUNS_TOGETHER = 4
Text = tuple[int, ...]


@dataclass(frozen=True)
class DecodedRun:
    """The text of a run.

    Attributes:
        digits: with a box for each, left to right.
        probability: of the text as a whole, among those that were weighed.
    """

    digits: ScoredBoxes
    probability: float


@dataclass(frozen=True)
class DecodedLines:
    """The digits of a page after all runs are decoded.

    Attributes:
        digits: in no particular order.
        lines: int (n,), text line of each.
        run_confidences: float (n,), 0-1, the share of each in the probability of its
            run's text; 1.0 where nothing was decoded.
    """

    digits: ScoredBoxes
    lines: np.ndarray
    run_confidences: np.ndarray


def decode_lines(
    gray: np.ndarray,
    selection: Selection,
    network: LineNetwork,
    budget: WorkBudget,
    params: LineDecodingParams = PARAMS,
) -> DecodedLines:
    """Find the lines of a page and read their runs as a whole.

    Runs for which there is no time stay as the boxes have them.

    Args:
        gray: uint8 (height, width) page.
        selection: its digits, at least one, and what else may be a digit.
        network: reads line images.
        budget: of the page.
        params: of the decoding.
    """
    digits = selection.digits
    lines = find_lines(digits.boxes)
    runs = list(find_runs(selection, lines, params.runs))
    runs = sorted(runs, key=lambda run: -len(run.boxes))
    short = [run for run in runs if len(run.boxes) <= params.max_boxes]
    if len(short) < len(runs):
        budget.refuse()
    runs = short[: params.max_runs]
    is_left = np.ones(len(digits), bool)
    parts, part_lines, confidences = [], [], []
    for run, text in decode_while_allowed(gray, runs, network, budget, params):
        is_left[run.members] = False
        count = len(text.digits)
        parts.append(text.digits)
        part_lines.append(np.full(count, lines[run.members[0]]))
        confidences.append(np.full(count, text.probability ** (1 / count)))
    return DecodedLines(
        join([digits.part(is_left), *parts]),
        np.concatenate([lines[is_left], *part_lines]),
        np.concatenate([np.ones(is_left.sum()), *confidences]),
    )


def decode_while_allowed(
    gray: np.ndarray,
    runs: list[Run],
    network: LineNetwork,
    budget: WorkBudget,
    params: LineDecodingParams = PARAMS,
) -> Iterator[tuple[Run, DecodedRun]]:
    """Yield runs with their texts, until the budget is spent."""
    if len(runs) > params.few_runs:
        params = replace(params, paddings=params.paddings[:1])
    for start in range(0, len(runs), RUNS_TOGETHER):
        if not budget.allows_more():
            return
        some = runs[start : start + RUNS_TOGETHER]
        yield from zip(some, decode_runs(gray, some, network, params), strict=True)


def decode_runs(
    gray: np.ndarray,
    runs: list[Run],
    network: LineNetwork,
    params: LineDecodingParams = PARAMS,
) -> list[DecodedRun]:
    """Read runs of a page, uint8 (height, width), in one call of the network."""
    runs = [replace(run, area=_within(run.area, gray)) for run in runs]
    images = [
        crop_line(gray, _pad(run.area, padding), run.slope)
        for run in runs
        for padding in params.paddings
    ]
    if not images:
        return []
    scores = network.read_lines(images)
    n = len(params.paddings)
    groups = [scores[i : i + n] for i in range(0, len(scores), n)]
    texts = [
        _suggest(run, looks, params) for run, looks in zip(runs, groups, strict=True)
    ]
    log_probs = _score_texts(groups, texts, params)
    first = [looks[0] for looks in groups]
    decoded = zip(runs, texts, log_probs, first, images[::n], strict=True)
    return [_decode(*parts, params) for parts in decoded]


def _score_texts(
    groups: list[list[np.ndarray]], texts: list[list[Text]], params: LineDecodingParams
) -> list[np.ndarray]:
    """Return the mean log-probability of every text by the looks at its run.

    Args:
        groups: the looks at each run, as many at each.
        texts: n of each run.
        params: of the decoding.

    Returns:
        float (n,) of each run.
    """
    pairs = [
        (look, text)
        for looks, own in zip(groups, texts, strict=True)
        for look in looks
        for text in own
    ]
    found = ctc.log_likelihoods(*zip(*pairs, strict=True))
    counts = [len(looks) * len(own) for looks, own in zip(groups, texts, strict=True)]
    parts = np.split(np.maximum(found, params.min_log_prob), np.cumsum(counts)[:-1])
    return [
        part.reshape(len(looks), -1).mean(0)
        for part, looks in zip(parts, groups, strict=True)
    ]


def _within(area: np.ndarray, gray: np.ndarray) -> np.ndarray:
    """Return an area that does not reach past the left and right of the page."""
    left, top, right, bottom = area
    return np.array([max(left, 0), top, min(right, gray.shape[1]), bottom])


def _pad(area: np.ndarray, padding: float) -> np.ndarray:
    more = padding * (area[3] - area[1])
    return area + np.array([-more, -more, more, more])


def _suggest(
    run: Run, looks: list[np.ndarray], params: LineDecodingParams
) -> list[Text]:
    """Return the texts that the looks or the boxes suggest, none of them empty."""
    texts = {text for look in looks for text, _ in ctc.decode_beam(look, params.beam)}
    return sorted((texts | vary_texts(run.boxes, params.min_score)) - {()})


def _decode(
    run: Run,
    texts: list[Text],
    log_probs: np.ndarray,
    look: np.ndarray,
    image: np.ndarray,
    params: LineDecodingParams,
) -> DecodedRun:
    """Choose among the texts of a run, by the looks and by its boxes.

    Args:
        run: of digits.
        texts: n to choose among.
        log_probs: float (n,), of each by the looks.
        look: the first one, float (t, 11).
        image: that it was at, float32 (32, width).
        params: of the decoding.
    """
    fits = [fit_text(run.boxes, text) for text in texts]
    weights = log_probs + params.box_weight * np.array([fit[0] for fit in fits])
    best = int(weights.argmax())
    shares = np.exp(weights - weights[best])
    text, path = texts[best], fits[best][1]
    if (path == NO_BOX).any():
        digits = _place(run, path, _find_centers(run, look, image, text, path))
    else:
        digits = run.boxes.part(path)
    labels = [_favor(*each) for each in zip(digits.digits, text, strict=True)]
    digits = replace(digits, digits=np.array(labels))
    return DecodedRun(digits, float(1 / shares.sum()))


def _find_centers(
    run: Run, look: np.ndarray, image: np.ndarray, text: Text, path: np.ndarray
) -> np.ndarray:
    """Return the center of each digit, x in pixels of the page, rising.

    What has no box stands where the look sees it, between its neighbors.
    """
    scale = (run.area[2] - run.area[0]) / max(image.shape[1] - 2 * LINE_MARGIN_PX, 1)
    steps = ctc.align(look, text) + 0.5
    columns = run.area[0] + (steps * TIMESTEP_PX - LINE_MARGIN_PX) * scale
    boxed = np.flatnonzero(path != NO_BOX)
    known = run.boxes.boxes[path[boxed]]
    anchors = [run.area[0], *(known[:, 0] + known[:, 2]) / 2, run.area[2]]
    places = [-1, *boxed, len(text)]
    index = np.arange(len(text))
    low = np.interp(index - 0.5, places, anchors)
    return columns.clip(low, np.interp(index + 0.5, places, anchors))


def _place(run: Run, path: np.ndarray, centers: np.ndarray) -> ScoredBoxes:
    """Return the digits of a path, those without a box around their centers."""
    sizes = run.boxes.boxes[:, 2:] - run.boxes.boxes[:, :2]
    width, height = np.median(sizes, 0)
    middle_x, middle_y = (run.area[:2] + run.area[2:]) / 2
    y = middle_y + run.slope * (centers - middle_x)
    half = np.array([width, height]) / 2
    center = np.stack([centers, y], 1)
    guessed = ScoredBoxes(
        np.concatenate([center - half, center + half], 1),
        np.full(len(path), NO_BOX_SCORE),
        np.full((len(path), LABELS), 1 / LABELS),
        np.full(len(path), NO_BOX_SCORE),
    )
    rows = np.where(path == NO_BOX, np.arange(len(path)), len(path) + path)
    return join([guessed, run.boxes]).part(rows)


def _favor(probabilities: np.ndarray, label: int) -> np.ndarray:
    """Return probabilities of which a label has the highest."""
    if probabilities.argmax() == label:
        return probabilities
    raised = probabilities.copy()
    raised[label] = probabilities.max() * 1.1
    return raised / raised.sum()
