"""From the line reader's frames to digits.

Decoding and scoring after Graves et al., "Connectionist Temporal Classification"
(2006), and Hannun et al., "First-Pass Large Vocabulary Continuous Speech Recognition
using Bi-Directional Recurrent DNNs" (2014), without a language model: any number is as
likely as any other.
"""

from collections import defaultdict

import numpy as np

from ml.digits import LABELS, NOT_A_DIGIT

Labels = tuple[int, ...]

BEAM = 8
LEAST = 1e-3  # probability in a frame below which a label is not followed up
TINY = 1e-30


def greedy(frames: np.ndarray) -> Labels:
    """Return the labels of the likeliest path: repeats joined, blanks dropped.

    Args:
        frames: float (t, 11), logits or probabilities; the eleventh is the blank.
    """
    best = frames.argmax(1)
    first = np.concatenate([[True], best[1:] != best[:-1]])
    return tuple(int(label) for label in best[first & (best != NOT_A_DIGIT)])


def likeliest(frames: np.ndarray, count: int = 4) -> list[tuple[Labels, float]]:
    """Return the likeliest readings and their probabilities, best first.

    Args:
        frames: probabilities float (t, 11).
        count: of readings, at most.
    """
    # For each prefix: probability that it ends in a blank, and in its last label.
    beam: dict[Labels, tuple[float, float]] = {(): (1.0, 0.0)}
    for frame in frames.astype(float):
        beam = _extended(beam, frame, np.flatnonzero(frame[:LABELS] > LEAST))
    whole = [(labels, blank + label) for labels, (blank, label) in beam.items()]
    return sorted(whole, key=lambda pair: -pair[1])[:count]


def _extended(beam: dict, frame: np.ndarray, labels: np.ndarray) -> dict:
    grown: dict[Labels, list[float]] = defaultdict(lambda: [0.0, 0.0])
    for prefix, (blank, label) in beam.items():
        same = grown[prefix]
        same[0] += (blank + label) * frame[NOT_A_DIGIT]
        if prefix:
            same[1] += label * frame[prefix[-1]]
        for new in labels.tolist():
            repeated = bool(prefix) and prefix[-1] == new
            came = blank if repeated else blank + label
            grown[(*prefix, new)][1] += came * frame[new]
    best = sorted(grown.items(), key=lambda item: -sum(item[1]))[:BEAM]
    return {prefix: (blank, label) for prefix, (blank, label) in best}


def log_likelihood(frames: np.ndarray, labels: Labels) -> float:
    """Return the logarithm of the probability that the frames say these labels.

    Args:
        frames: probabilities float (t, 11).
        labels: any number of 0-9.
    """
    states, skips = _states(labels)
    odds = frames[:, states].astype(float) + TINY
    chance = np.zeros(len(states))
    chance[:2] = odds[0, :2]
    scale = 0.0
    for frame in odds[1:]:
        chance = (chance + _moved(chance, 1) + skips * _moved(chance, 2)) * frame
        total = chance.sum() + TINY
        chance, scale = chance / total, scale + np.log(total)
    return float(np.log(chance[-2:].sum() + TINY) + scale)


def align(frames: np.ndarray, labels: Labels) -> np.ndarray:
    """Return where each label is said most clearly: frame numbers int (n,), rising.

    Args:
        frames: probabilities float (t, 11).
        labels: what the frames are to say; at most one for every two frames.
    """
    states, skips = _states(labels)
    odds = np.log(frames[:, states].astype(float) + TINY)
    score = np.full(len(states), -np.inf)
    score[:2] = odds[0, :2]
    barred = np.where(skips > 0, 0.0, -np.inf)
    back = np.zeros((len(frames), len(states)), int)
    for t, frame in enumerate(odds[1:], 1):
        one, two = _moved(score, 1, -np.inf), _moved(score, 2, -np.inf) + barred
        ways = np.stack([score, one, two])
        back[t] = ways.argmax(0)
        score = ways.max(0) + frame
    state = len(states) - 1 - int(len(states) > 1 and score[-2] > score[-1])
    path = [state]
    for step in back[:0:-1]:
        path.append(path[-1] - int(step[path[-1]]))
    path = np.array(path[::-1])
    said = [np.flatnonzero(path == 2 * i + 1) for i in range(len(labels))]
    return np.array(
        [
            where[odds[where, 2 * i + 1].argmax()] if len(where) else 0
            for i, where in enumerate(said)
        ],
        int,
    )


def _states(labels: Labels) -> tuple[np.ndarray, np.ndarray]:
    """Return labels with blanks around each, and where a blank may be skipped."""
    states = np.full(2 * len(labels) + 1, NOT_A_DIGIT)
    states[1::2] = labels
    skips = np.zeros(len(states))
    skips[3::2] = states[3::2] != states[1:-2:2]
    return states, skips


def _moved(values: np.ndarray, places: int, fill: float = 0.0) -> np.ndarray:
    moved = np.full(len(values), fill)
    moved[places:] = values[: len(values) - places]
    return moved
