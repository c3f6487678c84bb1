"""Read pictures of this machine, with all its cores, and say what they hold."""

import os
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import closing

from django.core.management.base import BaseCommand
from tqdm import tqdm

from gallery.management.bulk_commands import (
    SOME_FAILED,
    STOPPED,
    find_form,
    find_task,
    giving_up,
    refuse,
    to_jobs,
)
from recognizer.bulk import (
    FORMATS,
    PictureFinder,
    ResultWriter,
    count_usable_cores,
    escape_name,
    handle_stop_signals,
    run_tasks,
)

# How often the bar is drawn: on a screen, and in a file such as a log.
SCREEN_SECONDS, FILE_SECONDS = 0.1, 10


class Command(BaseCommand):
    help = (
        "Read pictures and say what they hold. Exit code: 0 if every picture was read, "
        "with or without a digit; 1 if some were refused or not found; 2 if nothing "
        "could be done; 130 if it was stopped."
    )
    requires_system_checks = []

    def add_arguments(self, parser):
        add = parser.add_argument
        add("paths", nargs="+", metavar="PATH", help="files and folders")
        add("--recursive", action="store_true", help="and the folders of folders")
        add("--format", choices=FORMATS, help="table, unless the output's name tells")
        add(
            "--jobs",
            type=to_jobs,
            default=count_usable_cores(),
            help="processes; all cores",
        )
        add("--save", metavar="GALLERY", help="keep them in this token's gallery")
        add("--output", metavar="FILE", help="write csv or jsonl, and go on with it")

    def handle(self, *, paths, recursive, jobs, save, output, verbosity, **options):
        self.counts = Counter()
        form = find_form(options["format"], output, FORMATS, default="table")
        if output and form == "table":
            refuse("An output needs --format csv or jsonl, to be gone on with.")
        with giving_up(), handle_stop_signals() as stop:
            task = find_task(save)
            names = unique(PictureFinder(self.complain, recursive).find(paths))
            with closing(ResultWriter(form, output, self.stdout)) as file:
                left = [name for name in names if name not in file.done]
                self.count(file.done[name] for name in names if name in file.done)
                outcomes = run_tasks(task, left, max(1, min(jobs, len(left))), stop)
                for outcome in progress(outcomes, len(names), len(left), verbosity):
                    if outcome.error:
                        self.complain(outcome.name, outcome.error)
                    else:
                        file.write(outcome)
                        self.count([outcome.is_read])
        self.sum_up(stop.is_set())

    def complain(self, name: str, reason: str) -> None:
        """Name what can't be looked at, beside the bar."""
        self.counts["not found"] += 1
        tqdm.write(f"{escape_name(name)}: {reason}", file=sys.stderr)

    def count(self, are_read) -> None:
        self.counts.update("read" if is_read else "refused" for is_read in are_read)

    def sum_up(self, is_stopped: bool) -> None:
        """Say on stderr how it went, and end with the code for it."""
        named = ((self.counts[name], name) for name in ("read", "refused", "not found"))
        counts = [f"{count} {name}" for count, name in named if count]
        words = ", ".join(counts) or "no picture found"
        tqdm.write(f"{words}{'; stopped' * is_stopped}.", file=sys.stderr)
        failed = self.counts.total() != self.counts["read"] or not self.counts
        if is_stopped or failed:
            sys.exit(STOPPED if is_stopped else SOME_FAILED)


def unique(names: Iterator[str]) -> list[str]:
    """Return each file once, though it may be named in several ways."""
    return list({os.path.abspath(name): name for name in names}.values())


def progress(outcomes, count: int, left: int, verbosity: int) -> tqdm:
    """Show on stderr how far it is, what was read earlier included."""
    seconds = SCREEN_SECONDS if sys.stderr.isatty() else FILE_SECONDS
    return tqdm(
        outcomes,
        total=count,
        initial=count - left,
        unit=" pictures",
        mininterval=seconds,
        maxinterval=seconds,
        disable=verbosity == 0,
        file=sys.stderr,
    )
