"""From the CTC scores of the line reader to labels, their probability and position.

Decoding and scoring after Graves et al., "Connectionist Temporal Classification"
(2006), and Hannun et al., "First-Pass Large Vocabulary Continuous Speech Recognition
using Bi-Directional Recurrent DNNs" (2014), without a language model: all numbers are
equally likely.

Scores are float (t, 11) throughout: one row for each timestep along the line, and in it
the labels 0-9, then the blank.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence

import numpy as np

from ml.digits import LABELS

BLANK = 10  # index of the CTC blank among the eleven classes of a timestep
BEAM_WIDTH = 8
MIN_LABEL_PROB = 1e-3  # in a timestep; less likely labels extend no prefix
MAX_CELLS = 8_000_000  # of a table in which sequences are scored together: 64 MB
EPSILON = 1e-30  # keeps logarithms finite

Labels = tuple[int, ...]
# Probabilities of all paths of a prefix that end in a blank, and in its last label.
PrefixProbs = tuple[float, float]


def decode_greedy(scores: np.ndarray) -> Labels:
    """Return the labels of the likeliest path: repeats merged, blanks removed.

    Args:
        scores: float (t, 11), logits or probabilities.
    """
    best = scores.argmax(1)
    is_first = np.concatenate([[True], best[1:] != best[:-1]])
    return tuple(int(label) for label in best[is_first & (best != BLANK)])


def decode_beam(scores: np.ndarray, count: int = 4) -> list[tuple[Labels, float]]:
    """Return the likeliest label sequences by prefix beam search.

    Args:
        scores: probabilities float (t, 11).
        count: sequences to return, at most.

    Returns:
        Labels with their probability, likeliest first.
    """
    beam: Mapping[Labels, PrefixProbs] = {(): (1.0, 0.0)}
    steps = scores.astype(float)
    likely = [
        np.flatnonzero(row).tolist() for row in steps[:, :LABELS] > MIN_LABEL_PROB
    ]
    for timestep, labels in zip(steps.tolist(), likely, strict=True):
        beam = _extend(beam, timestep, labels)
    totals = [(labels, sum(probs)) for labels, probs in beam.items()]
    return sorted(totals, key=lambda pair: -pair[1])[:count]


def _extend(
    beam: Mapping[Labels, PrefixProbs], timestep: list[float], labels: list[int]
) -> Mapping[Labels, PrefixProbs]:
    """Extend every prefix by a blank, a repeat and each label; return the best."""
    if not labels:  # as between digits, in most timesteps
        return {
            prefix: (
                (blank + label) * timestep[BLANK],
                label * timestep[prefix[-1]] if prefix else 0.0,
            )
            for prefix, (blank, label) in beam.items()
        }
    extended: dict[Labels, list[float]] = defaultdict(lambda: [0.0, 0.0])
    for prefix, (blank, label) in beam.items():
        same = extended[prefix]
        same[0] += (blank + label) * timestep[BLANK]
        if prefix:
            same[1] += label * timestep[prefix[-1]]
        for new in labels:
            # A repeated label is a new one only after a blank.
            is_repeated = bool(prefix) and prefix[-1] == new
            prob = blank if is_repeated else blank + label
            extended[(*prefix, new)][1] += prob * timestep[new]
    best = sorted(extended.items(), key=lambda item: -sum(item[1]))[:BEAM_WIDTH]
    return {prefix: (blank, label) for prefix, (blank, label) in best}


def log_likelihoods(
    looks: Sequence[np.ndarray], sequences: Sequence[Labels]
) -> np.ndarray:
    """Return the log-probability of each label sequence in its own look at a line.

    Args:
        looks: n probabilities float (t, 11), of any t each.
        sequences: n of them, each of any number of labels 0-9.

    Returns:
        float (n,).
    """
    states = 2 * max(map(len, sequences), default=0) + 1
    timesteps = max(map(len, looks), default=1)
    together = max(1, MAX_CELLS // (states * timesteps))
    starts = range(0, max(len(sequences), 1), together)
    return np.concatenate(
        [
            _score_together(looks[i : i + together], sequences[i : i + together])
            for i in starts
        ]
    )


def _score_together(
    looks: Sequence[np.ndarray], sequences: Sequence[Labels]
) -> np.ndarray:
    """Score all sequences in one table; see `log_likelihoods`."""
    longest = 2 * max(map(len, sequences), default=0) + 1
    last = np.array([2 * len(labels) for labels in sequences], int)
    probs = np.zeros((max(map(len, looks), default=1), len(sequences), longest))
    may_skip = np.zeros(probs.shape[1:])
    for i, (look, labels) in enumerate(zip(looks, sequences, strict=True)):
        states, may_skip[i, : last[i] + 1] = _expand(labels)
        probs[: len(look), i, : len(states)] = look[:, states] + EPSILON
        probs[len(look) :, i, : len(states) : 2] = 1.0  # nothing but blank follows
    forward = np.zeros((len(sequences), longest + 2))  # two states before the first
    forward[:, 2:4] = probs[0, :, :2]
    log_scale = np.zeros(len(sequences))
    for timestep in probs[1:]:
        skipped = may_skip * forward[:, :-2]
        moved = (forward[:, 2:] + forward[:, 1:-1] + skipped) * timestep
        # Rescaled in every timestep, or long lines would underflow.
        total = moved.sum(1) + EPSILON
        forward[:, 2:] = moved / total[:, None]
        log_scale += np.log(total)
    forward = forward[:, 2:]
    rows = np.arange(len(sequences))
    ends = forward[rows, last] + np.where(last > 0, forward[rows, last - 1], 0)
    return np.log(ends + EPSILON) + log_scale


def align(scores: np.ndarray, labels: Labels) -> np.ndarray:
    """Return the timestep of each label on the Viterbi path.

    Args:
        scores: probabilities float (t, 11).
        labels: of 0-9, at most one for every two timesteps.

    Returns:
        int (n,), rising: of the timesteps of a label, the one where it is likeliest.
    """
    states, _ = _expand(labels)
    log_probs = np.log(scores[:, states].astype(float) + EPSILON)
    path = _find_viterbi_path(log_probs, labels)
    timesteps = np.zeros(len(labels), int)
    for i in range(len(labels)):
        own = np.flatnonzero(path == 2 * i + 1)
        if len(own):
            timesteps[i] = own[log_probs[own, 2 * i + 1].argmax()]
    return timesteps


def _find_viterbi_path(log_probs: np.ndarray, labels: Labels) -> np.ndarray:
    """Return the state of each timestep, int (t,), on the likeliest path.

    Args:
        log_probs: float (t, states).
        labels: n of them, with 2 n + 1 states.
    """
    states, may_skip = _expand(labels)
    skip_cost = np.where(may_skip > 0, 0.0, -np.inf)
    best = np.full(len(states), -np.inf)
    best[:2] = log_probs[0, :2]
    steps = np.zeros(log_probs.shape, int)
    for t, timestep in enumerate(log_probs[1:], 1):
        skipped = _shift(best, 2, -np.inf) + skip_cost
        options = np.stack([best, _shift(best, 1, -np.inf), skipped])
        steps[t] = options.argmax(0)
        best = options.max(0) + timestep
    # A path may end in the last label or in the blank after it.
    state = len(states) - 1 - int(len(states) > 1 and best[-2] > best[-1])
    path = [state]
    for step in steps[:0:-1]:
        path.append(path[-1] - int(step[path[-1]]))
    return np.array(path[::-1])


def _expand(labels: Labels) -> tuple[np.ndarray, np.ndarray]:
    """Return the states of a label sequence, blanks around each label.

    Returns:
        Classes int (2 n + 1,), and float (2 n + 1,), 1.0 where the blank before a state
        may be skipped.
    """
    states = np.full(2 * len(labels) + 1, BLANK)
    states[1::2] = labels
    may_skip = np.zeros(len(states))
    may_skip[3::2] = states[3::2] != states[1:-2:2]
    return states, may_skip


def _shift(values: np.ndarray, places: int, fill: float = 0.0) -> np.ndarray:
    """Return the values moved up by some places."""
    shifted = np.full(len(values), fill)
    shifted[places:] = values[: len(values) - places]
    return shifted
