"""What commands share that read files of this machine: arguments and ends."""

import argparse
import os
import sys
from collections.abc import Callable, Collection, Iterator
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from uuid import UUID

from django.core.management.base import CommandError

from gallery.services.bulk_import import find_gallery, import_file
from recognizer import ModelUnavailable, get_model_card
from recognizer.bulk import (
    FileResult,
    ForeignOutputError,
    Task,
    describe_error,
    read_file,
)

SOME_FAILED, CANNOT_WORK, STOPPED = 1, 2, 130
Importer = Callable[[UUID, str], FileResult]


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


def find_form(
    asked: str | None, output: str | None, forms: Collection[str], default: str
) -> str:
    """Return the form asked for, or that of the output's suffix, or the default."""
    suffix = Path(output or "").suffix.lstrip(".")
    return asked or (suffix if suffix in forms else default)


def find_task(save: str | None, importer: Importer = import_file) -> Task:
    """Return what is done with each picture.

    Args:
        save: name of the token in whose gallery it is stored, if any.
        importer: stores it.

    Raises:
        ModelUnavailable: if there is no model.
        LookupError: if there is no such gallery.
    """
    get_model_card()
    return partial(importer, find_gallery(save)) if save else read_file
