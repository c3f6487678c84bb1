"""Measure a detector: `python -m ml.evaluate detector --data DIR`."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from ml.data.splits import HALVES
from ml.detection.artifact import DETECTOR_ARTIFACT, load_detector
from ml.detection.looks import trace
from ml.networks.detector import build_detector, fold
from ml.training.checkpoint import load_state
from ml.training.detector.pages import SpriteRecipe
from ml.training.detector.real_pictures import read_examples, summarize
from ml.training.detector.validation import measure_conditions

if TYPE_CHECKING:
    import keras


def main(arguments: list[str]) -> None:
    """Print figures of real pictures, and of composed pages if asked."""
    options = _parser().parse_args(arguments)
    network = _load(options.checkpoint, options.artifact)
    for half in options.half or HALVES:
        answers = read_examples(trace(network), options.data, half)
        for row in summarize(answers):
            print(half, row)
    if options.pages:
        from ml.data.pages.composer import CONDITIONS

        recipe = SpriteRecipe(options.data, options.fonts, 1, options.sprites)
        for row in measure_conditions(network, recipe, options.pages, CONDITIONS):
            print(row)


def load_checkpoint(folder: Path) -> "keras.Model":
    """Return the network of averaged weights that a training has saved."""
    network = build_detector()
    network.set_weights(load_state(folder).average)
    return fold(network)


def _load(checkpoint: Path | None, artifact: Path) -> "keras.Model":
    if checkpoint:
        return load_checkpoint(checkpoint)
    return load_detector(artifact)[0]


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="holds dev/")
    parser.add_argument("--artifact", type=Path, default=DETECTOR_ARTIFACT)
    parser.add_argument("--checkpoint", type=Path, help="folder of a training's state")
    parser.add_argument("--half", choices=HALVES, action="append", help="of each set")
    parser.add_argument("--pages", type=int, default=0, help="composed, a condition")
    parser.add_argument("--fonts", type=Path, default=Path("/usr/share/fonts"))
    parser.add_argument("--sprites", type=Path, help="the composer's cache")
    return parser
