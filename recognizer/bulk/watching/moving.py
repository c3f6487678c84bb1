"""Move files out of a watched folder: nothing is overwritten, nothing lost."""

import errno
import itertools
import json
import os
import shutil
from typing import Any

REASON_SUFFIX = ".json"
# File systems allow 255; a number and the suffix of the reason are added.
MAX_NAME_BYTES = 220


def choose_target(folder: str, name: str) -> str:
    """Return a free path in a folder, with a number where the name is taken."""
    stem, suffix = os.path.splitext(name)
    encoded = os.fsencode(stem)
    if len(encoded) > MAX_NAME_BYTES:
        stem = encoded[:MAX_NAME_BYTES].decode(errors="ignore")
    for number in itertools.count(1):
        numbered = f"{stem}{f'-{number}' if number > 1 else ''}{suffix}"
        path = os.path.join(folder, numbered)
        if not (os.path.lexists(path) or os.path.lexists(path + REASON_SUFFIX)):
            return path
    raise AssertionError("numbers do not end")


def move_beside(source: str, target: str, refusal: dict[str, Any]) -> str:
    """Move a file, with the reason of a refusal beside it; return where it is now.

    It may be repeated after an error or a kill. A file that is gone counts as moved.

    Args:
        source: its path.
        target: where it belongs; another name is taken where this one is taken.
        refusal: `code` and `detail`; {} if there is none.

    Raises:
        OSError: if it can't be moved; it is where it was then.
    """
    folder, name = os.path.dirname(target), os.path.basename(source)
    os.makedirs(folder, exist_ok=True)
    if not os.path.lexists(source):
        return target
    if os.path.lexists(target):
        if os.path.samefile(source, target):  # it was moved half
            os.unlink(source)
            return target
        target = choose_target(folder, name)
    if refusal:
        write_reason(target, {"file": name} | refusal)
    move(source, target)
    return target


def move(source: str, target: str) -> None:
    """Move a file, to another file system, too.

    Raises:
        FileExistsError: if the target exists.
        FileNotFoundError: if the source is gone.
        OSError: if it can't be moved; it is where it was then.
    """
    try:
        # Unlike a rename, a link never replaces a file.
        os.link(source, target, follow_symlinks=False)
    except (FileExistsError, FileNotFoundError):
        raise
    except OSError as e:
        if os.path.lexists(target):
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST)) from e
        if e.errno != errno.EXDEV:
            os.rename(source, target)
            return
        copy_whole(source, target)
    os.unlink(source)


def copy_whole(source: str, target: str) -> None:
    """Copy a file; it gets its name once all of it is on the disk.

    Raises:
        OSError: if it can't be read or written; nothing is left then.
    """
    folder, name = os.path.split(target)
    part = os.path.join(folder, f".{name}.part")
    try:
        shutil.copy2(source, part)
        with open(part, "rb+") as file:
            os.fsync(file.fileno())
        os.rename(part, target)
    except OSError:
        if os.path.lexists(part):
            os.unlink(part)
        raise


def write_reason(target: str, reason: dict[str, Any]) -> None:
    """Write beside a file why it was refused.

    Raises:
        OSError: if it can't be written.
    """
    with open(target + REASON_SUFFIX, "w", encoding="ascii") as file:
        json.dump(reason, file, indent=2)
        file.write("\n")


def remove_reason(target: str) -> None:
    """Remove what was written beside a file that is tried again.

    Raises:
        OSError: if it can't be removed.
    """
    if os.path.lexists(target + REASON_SUFFIX):
        os.unlink(target + REASON_SUFFIX)
