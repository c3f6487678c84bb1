"""Measure a trained network: `python -m ml.evaluate --data DIR`.

`python -m ml.evaluate detector --data DIR` measures the detector.
"""

import argparse
import sys
from pathlib import Path

import numpy as np

from ml.artifact import ARTIFACT, load_artifact
from ml.data import datasets
from ml.data.datasets import Samples
from ml.digits import LABELS, NOT_A_DIGIT
from ml.training.calibration import calibration_error, to_probabilities


def measure(
    model, temperature: float, held: dict[str, Samples], data: Path | None
) -> list[dict]:
    """Return one row for each set: validation parts, MNIST's test part, other hands.

    Args:
        model: the network; logits out.
        temperature: divides the logits.
        held: validation samples by name.
        data: folder with `mnist.npz` and `dev/`.
    """
    sets = {f"validation: {name}": samples for name, samples in held.items()}
    sets["MNIST test"] = datasets.load_mnist(data)[2]
    if data and (data / "dev").is_dir():
        sets["USPS, other hands"] = datasets.load_usps(data)
    return [
        {"set": name} | score(model, temperature, samples)
        for name, samples in sets.items()
    ]


def score(model, temperature: float, samples: Samples) -> dict[str, float]:
    """Return n, right, share of digits kept, and calibration error of one set."""
    logits = model.predict(samples.x.astype(np.float32) / 255.0, 500, verbose=0)
    probabilities = to_probabilities(logits, temperature)
    if (samples.y == NOT_A_DIGIT).all():
        refused = probabilities.argmax(1) == NOT_A_DIGIT
        return {"n": len(samples), "right": int(refused.sum())}
    label, confidence = probabilities[:, :LABELS].argmax(1), probabilities.max(1)
    right = label == samples.y
    return {
        "n": len(samples),
        "right": int(right.sum()),
        "error_percent": round(100 * float(1 - right.mean()), 3),
        "calibration_error": round(calibration_error(confidence, right), 5),
    }


def main(arguments: list[str]) -> None:
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
