"""Read every labelled set at hand as the site would, and print how well it went."""

import json as json_format
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from recognizer import engine
from recognizer.misses import save_miss
from recognizer.scorecard import Row, find_sets, read_cases, score

DATA = settings.BASE_DIR.parent / "shared" / "data"
HEAD = f"{'set':24}{'n':>7}{'right':>7}{'refused':>9}{'wrong':>7}{'share, 95 %':>27}"


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
        sets = find_sets(data)
        if not sets:
            raise CommandError(f"No labelled set lies in {data}; name one with --data.")
        chosen = {name: sets[name] for name in sets if not only or name in only}
        rows = [self.read(name, cases, misses) for name, cases in chosen.items()]
        self.stdout.write(HEAD + "    CER    ECE")
        for row in rows:
            self.stdout.write(as_line(row))
        if json:
            write_json(rows, json)

    def read(self, name: str, cases: list, misses: Path | None) -> Row:
        answers = list(tqdm(read_cases(cases), name, len(cases)))
        if misses:
            for answer in answers:
                if not answer.is_right:
                    save_miss(answer, misses / name)
        return score(name, answers)


def as_line(row: Row) -> str:
    share = f"{row.right / row.n:.2%} ({row.low:.1%} - {row.high:.1%})"
    counts = f"{row.n:7}{row.right:7}{row.refused:9}{row.wrong:7}"
    errors = (row.character_error_rate, row.calibration_error)
    told = "".join("      -" if e is None else f"{e:7.3f}" for e in errors)
    return f"{row.set:24}{counts}{share:>27}{told}"


def write_json(rows: list[Row], path: Path) -> None:
    card = engine.card()
    told = {
        "model": {"version": card["version"], "sha256": card["sha256"]},
        "sets": [row.as_json() for row in rows],
    }
    path.write_text(json_format.dumps(told, indent=1) + "\n")
