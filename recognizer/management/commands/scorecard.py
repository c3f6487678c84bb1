"""Read all labeled sets of a data folder as the site does, and print the scores."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from tqdm import tqdm

from ml.artifact import BrokenArtifact
from ml.data.splits import HALVES, Half, half_of
from ml.page_inference import load_page_predictor
from recognizer.errors import ModelUnavailable
from recognizer.evaluation.datasets import Sample, find_sets
from recognizer.evaluation.failures import save_failure
from recognizer.evaluation.intervals import Interval
from recognizer.evaluation.metrics import COUNTS, ERRORS, Error, SetScore, compute_score
from recognizer.evaluation.report import to_scorecard, write_scorecard
from recognizer.evaluation.scorecard import (
    Read,
    read_as_served,
    read_page_in_one_pass,
    read_samples,
)
from recognizer.inference import engine

DATA = settings.BASE_DIR.parent / "shared" / "data"
COLUMNS = ("read exactly", "refused", "wrong", "character errors", "calibration error")
WIDTH = 29
READERS = "served", "one_pass"
HEAD = f"{'set':23}{'n':>6}" + "".join(f"{name:>{WIDTH}}" for name in COLUMNS)


class Command(BaseCommand):
    help = "Read every labeled set of a data folder and print the scores."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--data", type=Path, default=DATA, help="folder with mnist.npz and dev/"
        )
        parser.add_argument("--json", type=Path, help="write the scores to this file")
        parser.add_argument("--misses", type=Path, help="draw failures in this folder")
        parser.add_argument("--only", nargs="+", default=[], help="names of sets")
        parser.add_argument(
            "--half", choices=HALVES, help="the pictures tuned on, or those kept unseen"
        )
        parser.add_argument(
            "--reader",
            choices=READERS,
            default="served",
            help="what reads: the reader of the site, or the one in training",
        )

    def handle(
        self,
        *,
        data: Path,
        json: Path | None,
        misses: Path | None,
        only: list[str],
        half: Half | None,
        reader: str,
        **options: Any,
    ) -> None:
        if json and not json.parent.is_dir():
            raise CommandError(f"There is no folder {json.parent} to write to.")
        chosen = choose(data, only, half)
        read = load_reader(reader)
        scores = [self.read(name, each, misses, read) for name, each in chosen.items()]
        self.stdout.write(
            f"{HEAD}\n{'':29}" + f"{'(95 % interval)':>{WIDTH}}" * len(COLUMNS)
        )
        for score in scores:
            self.stdout.write(to_line(score))
        if json:
            write_scorecard(to_scorecard(scores, engine.get_model_card()), json)

    def read(
        self, name: str, samples: list[Sample], misses: Path | None, read: Read
    ) -> SetScore:
        """Read one set, and draw its failures if there is a folder for them."""
        try:
            predictions = list(tqdm(read_samples(samples, read), name, len(samples)))
        except ModelUnavailable as e:
            raise CommandError("There is no model to read with; run check.") from e
        if misses:
            for prediction in predictions:
                if not prediction.is_right:
                    save_failure(prediction, misses / name)
        return compute_score(name, predictions)


def load_reader(name: str) -> Read:
    """Return what reads a file: the reader of the site, or the one in training."""
    if name == "served":
        return read_as_served
    try:
        return read_page_in_one_pass(load_page_predictor())
    except BrokenArtifact as e:
        raise CommandError(f"{e} Train it with `python -m ml.train`.") from e


def choose(
    data: Path, only: list[str], half: Half | None = None
) -> dict[str, list[Sample]]:
    """Return the sets of a folder, or those chosen by name, whole or one half."""
    sets = find_sets(data)
    if not sets:
        raise CommandError(
            f"There is no labeled set in {data}; give a folder by --data."
        )
    if unknown := set(only) - set(sets):
        raise CommandError(f"{min(unknown)} is none of {', '.join(sets)}.")
    chosen = {
        name: [s for s in sets[name] if half in (None, half_of(s.name))]
        for name in only or sets
    }
    return {name: samples for name, samples in chosen.items() if samples}


def to_line(score: SetScore) -> str:
    counts = [format_count(score, name) for name in COUNTS]
    errors = [format_error(getattr(score, name)) for name in ERRORS]
    return f"{score.set:23}{score.n:6}" + "".join(
        f"{one:>{WIDTH}}" for one in counts + errors
    )


def format_count(score: SetScore, name: str) -> str:
    count = getattr(score, name)
    interval = format_interval(score.interval(name))
    return f"{count} {100 * count / score.n:.2f} % {interval}"


def format_error(error: Error | None) -> str:
    return f"{error.value:.4f} {format_interval(error.interval, 1)}" if error else "-"


def format_interval(interval: Interval, scale: int = 100) -> str:
    places = 1 if scale == 100 else 4
    return "({:.{p}f}-{:.{p}f})".format(*(scale * end for end in interval), p=places)
