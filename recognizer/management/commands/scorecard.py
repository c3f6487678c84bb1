"""Read every labelled set at hand as the site would, and print how well it went."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from recognizer.errors import ModelUnavailable
from recognizer.evaluation.datasets import Case, find_sets
from recognizer.evaluation.failures import save_miss
from recognizer.evaluation.intervals import Interval
from recognizer.evaluation.report import to_scorecard, write_scorecard
from recognizer.evaluation.scorecard import (
    COUNTS,
    ERRORS,
    Error,
    Row,
    read_cases,
    score,
)
from recognizer.inference import engine

DATA = settings.BASE_DIR.parent / "shared" / "data"
COLUMNS = ("read exactly", "refused", "wrong", "character errors", "calibration error")
WIDTH = 29
HEAD = f"{'set':23}{'n':>6}" + "".join(f"{name:>{WIDTH}}" for name in COLUMNS)


class Command(BaseCommand):
    help = "Read every labelled set of a data folder and print the scores."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument(
            "--data", type=Path, default=DATA, help="mnist.npz and dev/"
        )
        parser.add_argument("--json", type=Path, help="write the scores to this file")
        parser.add_argument("--misses", type=Path, help="draw each failure in here")
        parser.add_argument("--only", nargs="+", default=[], help="names of sets")

    def handle(self, *, data, json, misses, only, **options):
        if json and not json.parent.is_dir():
            raise CommandError(f"There is no folder {json.parent} to write to.")
        chosen = choose(data, only)
        rows = [self.read(name, cases, misses) for name, cases in chosen.items()]
        self.stdout.write(
            f"{HEAD}\n{'':29}" + f"{'(95 % interval)':>{WIDTH}}" * len(COLUMNS)
        )
        for row in rows:
            self.stdout.write(as_line(row))
        if json:
            write_scorecard(to_scorecard(rows, engine.get_model_card()), json)

    def read(self, name: str, cases: list[Case], misses: Path | None) -> Row:
        try:
            answers = list(tqdm(read_cases(cases), name, len(cases)))
        except ModelUnavailable as e:
            raise CommandError("There is no model to read with; run check.") from e
        if misses:
            for answer in answers:
                if not answer.is_right:
                    save_miss(answer, misses / name)
        return score(name, answers)


def choose(data: Path, only: list[str]) -> dict[str, list[Case]]:
    """Return the sets that lie in a folder, or those of them that are asked for."""
    sets = find_sets(data)
    if not sets:
        raise CommandError(f"No labelled set lies in {data}; name one with --data.")
    if strangers := set(only) - set(sets):
        raise CommandError(f"{min(strangers)} is none of {', '.join(sets)}.")
    return {name: sets[name] for name in only or sets}


def as_line(row: Row) -> str:
    counts = [as_count(row, name) for name in COUNTS]
    errors = [as_error(getattr(row, name)) for name in ERRORS]
    return f"{row.set:23}{row.n:6}" + "".join(
        f"{one:>{WIDTH}}" for one in counts + errors
    )


def as_count(row: Row, name: str) -> str:
    count = getattr(row, name)
    return f"{count} {100 * count / row.n:.2f} % {as_range(row.interval(name))}"


def as_error(error: Error | None) -> str:
    return f"{error.value:.4f} {as_range(error.interval, 1)}" if error else "-"


def as_range(interval: Interval, scale: int = 100) -> str:
    places = 1 if scale == 100 else 4
    return "({:.{p}f}-{:.{p}f})".format(*(scale * end for end in interval), p=places)
