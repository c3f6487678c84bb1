"""The labeled pictures that benchmarks read, as their command line asks for."""

import argparse
from pathlib import Path

from benchmarks.serving import ROOT
from recognizer.evaluation.datasets import Sample, find_sets, thin_out

DATA = ROOT.parent / "shared" / "data"
SETS = (
    "photo_digits", "drawn_digits", "multi_digits", "orand_car_a", "wild", "non_digits",
)  # fmt: skip


def parse_sets(description: str | None) -> dict[str, list[Sample]]:
    """Return the sets that the command line names, each thinned out to its limit."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--sets", nargs="+", default=SETS)
    parser.add_argument("--limit", type=int, help="pictures of each set, at most")
    options = parser.parse_args()
    found = find_sets(options.data)
    if unknown := set(options.sets) - set(found):
        raise SystemExit(f"There is no set {min(unknown)} in {options.data}.")
    return {name: thin_out(found[name], options.limit) for name in options.sets}
