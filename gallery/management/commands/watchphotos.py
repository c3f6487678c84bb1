"""Read the pictures that appear in a folder, each once, and move them."""

import argparse
import os
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from django.core.management.base import BaseCommand

from gallery.management.bulk_commands import (
    SOME_FAILED,
    STOPPED,
    find_form,
    find_task,
    giving_up,
    refuse,
    to_jobs,
)
from gallery.services.bulk_import import import_or_wait
from recognizer.bulk import (
    STATE_NAME,
    WATCH_FORMATS,
    DamagedState,
    FolderInUse,
    Stopped,
    WatchOptions,
    handle_stop_signals,
    open_watcher,
)

# Neither is a reason to look again.
WELL = {"read", "read before"}


class Command(BaseCommand):
    help = (
        "Read the pictures that appear in a folder, and move them to done/ or failed/ "
        "in it. SIGTERM or Ctrl-C ends it, with exit code 0; 2 if it can't work. With "
        "--once: 0 if every picture was read; 1 if some were refused or not read; 2 if "
        "it could not go on; 130 if it was stopped."
    )
    requires_system_checks = []

    def add_arguments(self, parser):
        add, seconds = parser.add_argument, {"type": to_seconds, "metavar": "SECONDS"}
        add("folder", metavar="DIR", help="to watch, without its subfolders")
        add("--once", action="store_true", help="take what is there, and end")
        add("--output", metavar="FILE", help="append results to it, not to stdout")
        add("--format", choices=WATCH_FORMATS, help="jsonl, unless the output tells")
        add("--save", metavar="GALLERY", help="keep them in this token's gallery")
        add("--jobs", type=to_jobs, default=1, help="processes; 1")
        add("--interval", default=2.0, help="between two looks; 2", **seconds)
        add("--stable", default=5.0, help="without a change of a file; 5", **seconds)
        add("--state", metavar="FILE", help=f"what was read; DIR/{STATE_NAME}")

    def handle(self, *, folder, once, save, output, **options):
        if not os.path.isdir(folder):
            refuse("There is no such folder.")
        how = WatchOptions(
            folder=folder,
            form=find_form(options["format"], output, WATCH_FORMATS, "jsonl"),
            output=output,
            state_path=options["state"],
            jobs=options["jobs"],
            interval=options["interval"],
            stable_seconds=options["stable"],
            is_endless=not once,
        )
        with giving_up(), naming_states(), handle_stop_signals() as stop:
            task = find_task(save, import_or_wait)
            with open_watcher(
                how, task, self.stdout, stop, self.stderr.write
            ) as watcher:
                if once:
                    watcher.take_present()
                else:
                    watcher.watch()
        if once:
            end_once(watcher.counts, stop.is_set())


@contextmanager
def naming_states() -> Iterator[None]:
    """Turn what is wrong with a state into one sentence; a stop is none."""
    try:
        yield
    except FolderInUse as e:
        refuse("Another watchphotos works on this folder.", e)
    except DamagedState as e:
        refuse("The state is damaged. Delete it, and each file counts as new.", e)
    except Stopped:
        sys.exit(0)


def end_once(counts: Counter[str], is_stopped: bool) -> None:
    """End with the code for how it went."""
    if is_stopped or counts.keys() - WELL:
        sys.exit(STOPPED if is_stopped else SOME_FAILED)


def to_seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = -1.0
    if not 0 <= seconds <= 3600:
        raise argparse.ArgumentTypeError("Give seconds, 0 to 3600.")
    return seconds
