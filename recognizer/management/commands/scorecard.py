"""Read all labeled sets of a data folder as the site does, and print the scores."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from tqdm import tqdm

from ml.data.splits import HALVES, Half, half_of
from recognizer.errors import ModelUnavailable
from recognizer.evaluation.datasets import Sample, find_sets, thin_out
from recognizer.evaluation.failures import save_failures
from recognizer.evaluation.metrics import Prediction
from recognizer.evaluation.report import write_scorecard
from recognizer.evaluation.scorecard import Scores, read_samples
from recognizer.evaluation.stress import (
    GROUP,
    PAGES,
    find_composed_sets,
    load_composer,
)
from recognizer.inference import engine

DATA = settings.BASE_DIR.parent / "shared" / "data"


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
        parser.add_argument("--limit", type=int, help="pictures of each set, at most")
        parser.add_argument(
            "--stress",
            type=int,
            nargs="?",
            const=PAGES,
            metavar="PAGES",
            help=f"compose pages too, so many of each condition; {PAGES} by default",
        )

    def handle(
        self,
        *,
        data: Path,
        json: Path | None,
        misses: Path | None,
        only: list[str],
        half: Half | None,
        limit: int | None,
        stress: int | None,
        **options: Any,
    ) -> None:
        if json and not json.parent.is_dir():
            raise CommandError(f"There is no folder {json.parent} to write to.")
        chosen = choose(data, only, half, stress)
        scores = self.read_sets(chosen, limit, misses)
        self.stdout.write("\n".join(scores.to_lines()))
        if json:
            write_scorecard(scores.to_scorecard(engine.get_model_card()), json)

    def read_sets(
        self, chosen: dict[str, list[Sample]], limit: int | None, misses: Path | None
    ) -> Scores:
        """Read all sets, and draw failures if there is a folder for them."""
        scores = Scores()
        for name, samples in chosen.items():
            predictions = self.read(name, thin_out(samples, limit))
            scores.add(name, predictions)
            if misses:
                save_failures(predictions, misses / name)
        return scores

    def read(self, name: str, samples: list[Sample]) -> list[Prediction]:
        """Read one set."""
        try:
            return list(tqdm(read_samples(samples), name, len(samples)))
        except ModelUnavailable as e:
            raise CommandError(
                "There is no model to read with; run check, or train one with "
                "`python -m ml.train`."
            ) from e


def choose(
    data: Path,
    only: list[str],
    half: Half | None = None,
    stress: int | None = None,
) -> dict[str, list[Sample]]:
    """Return the sets of a folder, or those chosen by name, whole or one half.

    Args:
        data: the folder.
        only: names of sets; `composed` is all composed ones.
        half: of the sets in the folder.
        stress: compose so many pages of each condition.
    """
    sets = find_sets(data)
    composed = find_composed_sets(stress) if stress else {}
    known = [*sets, *composed]
    if not known:
        raise CommandError(
            f"There is no labeled set in {data}; give a folder by --data."
        )
    if unknown := set(only) - {*known, GROUP if composed else ""}:
        raise CommandError(f"{min(unknown)} is none of {', '.join(known)}.")
    names = [n for n in known if not only or n in only or n.split("/")[0] in only]
    chosen = {
        name: [s for s in sets[name] if half in (None, half_of(s.name))]
        for name in names
        if name in sets
    }
    pages = [name for name in names if name in composed]
    composer = load_composer(data) if pages else None
    chosen |= {name: composed[name](composer) for name in pages if composer}
    return {name: samples for name, samples in chosen.items() if samples}
