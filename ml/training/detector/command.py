"""Train the detector: `python -m ml.train detector --data DIR --minutes 75`."""

import argparse
from pathlib import Path

from ml.artifact import Card
from ml.detection.artifact import DETECTOR_ARTIFACT, save_detector
from ml.detection.looks import trace
from ml.networks.detector import SHIPPED, Widths
from ml.training.detector.pages import ComposerRecipe, PageBatches
from ml.training.detector.real_pictures import measure_halves
from ml.training.detector.training import start_training
from ml.training.detector.validation import measure_conditions
from ml.training.stream_command import (
    add_stream_options,
    describe,
    parse_options,
    prepare_sprites,
    start_workers,
    train_to_the_end,
)


def main(arguments: list[str]) -> None:
    options = parse_options(parser(), arguments)
    card = run(options, prepare_sprites(options))
    for row in card["composed"] + card["accuracy"]:
        print(row)


def run(
    options: argparse.Namespace, recipe: ComposerRecipe, widths: Widths = SHIPPED
) -> Card:
    """Train a detector, save it with its card, and return the card."""
    training = start_training(options.seed, widths)
    with start_workers(PageBatches(recipe), training, options) as workers:
        train_to_the_end(training, workers.next_batch, options)
    network = training.averaged_network()
    has_pictures = options.data and (options.data / "dev").is_dir()
    card = describe(options, training, "pages") | {
        "name": "detector",
        "composed": measure_conditions(network, recipe, options.validation),
        "accuracy": measure_halves(trace(network), options.data)
        if has_pictures
        else [],
    }
    return save_detector(network, card, options.output, widths)


def parser() -> argparse.ArgumentParser:
    """Return the command's options."""
    parser = argparse.ArgumentParser(description=__doc__)
    add_stream_options(parser, "detector")
    parser.add_argument("--validation", type=int, default=40, help="pages a condition")
    parser.add_argument("--output", type=Path, default=DETECTOR_ARTIFACT)
    return parser
