"""Options and steps that the commands of streamed trainings share."""

import argparse
import datetime
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from ml.artifact import Card
from ml.training.batch_workers import BatchRecipe, BatchWorkers, derive_seed
from ml.training.detector.pages import SpriteRecipe
from ml.training.streaming import (
    Batch,
    Length,
    Recorder,
    StreamTraining,
    resume,
    train,
)

RUNS = Path(__file__).parent.parent / "runs"  # not under version control
SPRITES = "sprites.bin"


def add_stream_options(parser: argparse.ArgumentParser, name: str) -> None:
    """Add the options: data, length, processes, and where the state is kept.

    Args:
        parser: of the command.
        name: of the network, for the folder of its run.
    """
    add = parser.add_argument
    add("--data", type=Path, help="folder with mnist.npz and dev/")
    add("--fonts", type=Path, default=Path("/usr/share/fonts"))
    add("--minutes", type=float, help="of training, in all its parts")
    add("--examples", type=int, help="to learn from, in all parts")
    add("--workers", type=int, default=1, help="processes that compose")
    add("--seed", type=int, default=1)
    folder = RUNS / name
    add("--folder", type=Path, default=folder, help="for the state, the log, sprites")
    add("--copy", type=Path, action="append", default=[], help="also gets the state")
    add("--resume", action="store_true", help="from the folder's state")
    add("--version", help="of the model; today's date unless given")


def parse_options(
    parser: argparse.ArgumentParser, arguments: list[str]
) -> argparse.Namespace:
    """Return the options; exit where no length is given."""
    options = parser.parse_args(arguments)
    if options.minutes is None and options.examples is None:
        parser.error("Give the length of the training: --minutes or --examples.")
    return options


def prepare_sprites(options: argparse.Namespace) -> SpriteRecipe:
    """Return what builds composers, its sprites cached for all processes."""
    options.folder.mkdir(parents=True, exist_ok=True)
    cache = options.folder / SPRITES
    recipe = SpriteRecipe(options.data, options.fonts, options.seed, cache)
    recipe(derive_seed(options.seed, 0))
    return recipe


def start_workers(
    recipe: BatchRecipe, training: StreamTraining, options: argparse.Namespace
) -> BatchWorkers:
    """Return the processes that compose; resume the training first if asked to."""
    if options.resume:
        resume(training, options.folder)
    part = training.progress.part
    return BatchWorkers(recipe, options.workers, options.seed, part)


def train_to_the_end(
    training: StreamTraining,
    next_batch: Callable[[float], Batch],
    options: argparse.Namespace,
) -> None:
    """Train until the end that the options give; save the state if stopped before."""
    length = Length(options.minutes, options.examples)
    recorder = Recorder(options.folder, options.copy)
    with _saving_when_stopped(training, recorder):
        train(training, next_batch, length, recorder)


@contextmanager
def _saving_when_stopped(
    training: StreamTraining, recorder: Recorder
) -> Iterator[None]:
    """Save the state before a signal ends the run: SIGTERM, or Ctrl-C."""

    def stop(*signal_and_frame: object) -> None:
        raise KeyboardInterrupt

    signal.signal(signal.SIGTERM, stop)
    try:
        yield
    except KeyboardInterrupt:
        recorder.save(training)
        raise


def describe(options: argparse.Namespace, training: StreamTraining, unit: str) -> Card:
    """Return what the card of any network trained so says.

    Args:
        options: of the command.
        training: when it has ended.
        unit: what an example is, in the plural.
    """
    progress = training.progress
    return {
        "version": options.version or f"{datetime.date.today():%Y.%m.%d}",
        "seed": progress.seed,
        "temperature": 1.0,
        "thresholds": {},
        "trained_on": {unit: progress.examples, "digits": progress.digits},
        "training": {
            "minutes": round(progress.seconds / 60),
            "sources": "MNIST, pendigits, scans, Omniglot, fonts, drawings"
            if options.data
            else "MNIST, fonts, drawings",
        },
    }
