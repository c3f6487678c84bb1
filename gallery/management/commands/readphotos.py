"""Read pictures of this machine, with all its cores, and say what they hold."""

import argparse
import os
import sys
from collections import Counter
from collections.abc import Iterator
from concurrent.futures.process import BrokenProcessPool
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from gallery.services.bulk_import import find_gallery, import_file
from recognizer import ModelUnavailable, get_model_card
from recognizer.bulk import (
    FORMATS,
    ForeignOutputError,
    PictureFinder,
    ResultWriter,
    Task,
    count_usable_cores,
    describe_error,
    escape_name,
    handle_stop_signals,
    read_file,
    run_tasks,
)

SOME_FAILED, CANNOT_WORK, STOPPED = 1, 2, 130
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
        form = form_of(options["format"], output)
        with giving_up(), handle_stop_signals() as stop:
            task = task_of(save)
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


@contextmanager
def giving_up() -> Iterator[None]:
    """Turn what leaves nothing to do into one sentence and its exit code."""
    try:
        yield
    except KeyboardInterrupt:  # the second one
        sys.exit(STOPPED)
    except BrokenPipeError:
        # Whoever reads what is printed has read enough; closing must not fail anew.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(STOPPED)
    except ForeignOutputError as e:
        refuse("The output holds something else; choose another file.", e)
    except ModelUnavailable as e:
        refuse("There is no model to read with; run check.", e)
    except BrokenProcessPool as e:
        refuse("A process was killed; memory may be short. Try fewer --jobs.", e)
    except LookupError as e:
        refuse(e.args[0], e)
    except OSError as e:
        refuse(f"Nothing more can be written: {describe_error(e)}.", e)


def refuse(words: str, reason: Exception | None = None) -> None:
    raise CommandError(words, returncode=CANNOT_WORK) from reason


def to_jobs(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and 0 < int(text) <= 256):
        raise argparse.ArgumentTypeError("Give a number of processes, 1 to 256.")
    return int(text)


def form_of(asked: str | None, output: str | None) -> str:
    """Return the form asked for, or that of the output's suffix, or a table."""
    suffix = Path(output or "").suffix.lstrip(".")
    form = asked or (suffix if suffix in FORMATS else "table")
    if output and form == "table":
        refuse("An output needs --format csv or jsonl: a table can't be gone on with.")
    return form


def task_of(save: str | None) -> Task:
    """Return what is done with each picture.

    Raises:
        ModelUnavailable: if there is no model.
        LookupError: if there is no such gallery.
    """
    get_model_card()
    return partial(import_file, find_gallery(save)) if save else read_file


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
