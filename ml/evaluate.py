"""Measure a trained network: `python -m ml.evaluate --data DIR`.

`python -m ml.evaluate detector --data DIR` measures the detector.
"""

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from ml.artifact import ARTIFACT, load_artifact
from ml.data import datasets
from ml.data.datasets import Samples
from ml.digits import LABELS, NOT_A_DIGIT
from ml.training.calibration import calibration_error, to_probabilities

if TYPE_CHECKING:
    import keras

BATCH = 500


def measure(
    model: "keras.Model",
    temperature: float,
    validation: dict[str, Samples],
    data: Path | None,
) -> list[dict[str, Any]]:
    """Return one row for each set: validation sets, MNIST's test part, USPS.

    Args:
        model: a classifier that returns logits.
        temperature: divides the logits.
        validation: validation samples by name.
        data: folder with `mnist.npz` and `dev/`.
    """
    sets = {f"validation: {name}": samples for name, samples in validation.items()}
    sets["MNIST test"] = datasets.load_mnist(data)[2]
    if data and (data / "dev").is_dir():
        sets["USPS, other hands"] = datasets.load_usps(data)
    return [
        {"set": name} | score(model, temperature, samples)
        for name, samples in sets.items()
    ]


def score(
    model: "keras.Model", temperature: float, samples: Samples
) -> dict[str, float]:
    """Return the figures of one set.

    Returns:
        `n` and `right`; for sets of digits `error_percent` and `calibration_error` too.
        A digit is right if its label is the likeliest of the ten; a non-digit if the
        eleventh class is the likeliest of all.
    """
    probabilities = to_probabilities(compute_logits(model, samples), temperature)
    if (samples.y == NOT_A_DIGIT).all():
        rejected = probabilities.argmax(1) == NOT_A_DIGIT
        return {"n": len(samples), "right": int(rejected.sum())}
    labels, confidence = probabilities[:, :LABELS].argmax(1), probabilities.max(1)
    right = labels == samples.y
    return {
        "n": len(samples),
        "right": int(right.sum()),
        "error_percent": round(100 * float(1 - right.mean()), 3),
        "calibration_error": round(calibration_error(confidence, right), 5),
    }


def compute_logits(model: "keras.Model", samples: Samples) -> np.ndarray:
    """Return the classifier's logits, float32 (n, 11)."""
    return model.predict(samples.x.astype(np.float32) / 255.0, BATCH, verbose=0)


def main(arguments: list[str]) -> None:
    """Print the figures of a trained classifier, or those of the detector."""
    if arguments[:1] == ["detector"]:
        from ml.training.detector import evaluation

        evaluation.main(arguments[1:])
        return
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, help="folder with mnist.npz and dev/")
    parser.add_argument("--artifact", type=Path, default=ARTIFACT)
    options = parser.parse_args(arguments)
    model, card = load_artifact(options.artifact)
    for row in measure(model, card["temperature"], {}, options.data):
        print(row)


if __name__ == "__main__":
    main(sys.argv[1:])
