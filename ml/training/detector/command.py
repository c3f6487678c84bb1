"""Train the detector: `python -m ml.train detector --data DIR --minutes 75`."""

import argparse
import datetime
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from ml.artifact import Card
from ml.detector_artifact import DETECTOR_ARTIFACT, save_detector
from ml.networks.detector import SHIPPED, Widths
from ml.training.detector.pages import ComposerRecipe, PageWorkers, SpriteRecipe
from ml.training.detector.training import (
    DetectorTraining,
    Length,
    Recorder,
    resume,
    train,
)
from ml.training.detector.validation import measure_conditions

SPRITES = "sprites.bin"


def main(arguments: list[str]) -> None:
    options = parser().parse_args(arguments)
    if options.minutes is None and options.pages is None:
        raise SystemExit("Say how long: --minutes or --pages.")
    options.folder.mkdir(parents=True, exist_ok=True)
    recipe = SpriteRecipe(
        options.data, options.fonts, options.seed, options.folder / SPRITES
    )
    recipe(options.seed)  # writes the cache, before many processes would
    card = run(options, recipe)
    for row in card["accuracy"]:
        print(row)


def run(
    options: argparse.Namespace, recipe: ComposerRecipe, widths: Widths = SHIPPED
) -> Card:
    """Train a detector, save it with its card, and return the card."""
    training = DetectorTraining(options.seed, widths)
    if options.resume:
        resume(training, options.folder)
    length = Length(options.minutes, options.pages)
    recorder = Recorder(options.folder, options.copy)
    part = training.progress.part
    with (
        PageWorkers(recipe, options.workers, options.seed, part) as workers,
        _saving_when_stopped(training, recorder),
    ):
        train(training, workers.next_batch, length, recorder)
    network = training.averaged_network()
    figures = measure_conditions(network, recipe, options.validation)
    card = _describe(options, training, figures)
    return save_detector(network, card, options.output, widths)


@contextmanager
def _saving_when_stopped(
    training: DetectorTraining, recorder: Recorder
) -> Iterator[None]:
    """Save the state before a signal ends the run: SIGTERM, or Ctrl-C."""

    def stop(*signal_and_frame: object) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, stop)
    try:
        yield
    except KeyboardInterrupt:
        recorder.save(training)
        raise
    finally:
        signal.signal(signal.SIGTERM, before)


def _describe(
    options: argparse.Namespace,
    training: DetectorTraining,
    figures: list[dict[str, Any]],
) -> Card:
    progress = training.progress
    return {
        "name": "detector",
        "version": options.version or f"{datetime.date.today():%Y.%m.%d}",
        "seed": progress.seed,
        "temperature": 1.0,
        "thresholds": {},
        "trained_on": {
            "pages": progress.pages,
            "digits": progress.digits,
            "minutes": round(progress.seconds / 60),
            "data": "MNIST, pendigits, scans, Omniglot, fonts, drawings"
            if options.data
            else "MNIST, fonts, drawings",
        },
        "accuracy": figures,
    }


def parser() -> argparse.ArgumentParser:
    """Return the command's options."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, help="folder with mnist.npz and dev/")
    parser.add_argument("--fonts", type=Path, default=Path("/usr/share/fonts"))
    parser.add_argument("--minutes", type=float, help="of training, in all its parts")
    parser.add_argument("--pages", type=int, help="to learn from, in all parts")
    parser.add_argument("--workers", type=int, default=1, help="processes that compose")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--folder", type=Path, required=True, help="for the state, the log, sprites"
    )
    parser.add_argument(
        "--copy", type=Path, action="append", default=[], help="also gets the state"
    )
    parser.add_argument("--resume", action="store_true", help="from the folder's state")
    parser.add_argument("--validation", type=int, default=40, help="pages a condition")
    parser.add_argument("--version", help="of the model; today's date unless given")
    parser.add_argument("--output", type=Path, default=DETECTOR_ARTIFACT)
    return parser
