"""Kill processes at every step of keeping and of deleting a photo.

`python -m tests.support.kill_steps FOLDER` makes a site in a folder, kills one process
after the other with SIGKILL, each a step later, and prints what was left as JSON. The
steps are the calls of the system and of SQLite, before and after each, and others
between them.
"""

import json
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

OTHER_STEPS = 90
# Modules whose functions touch disk or database, and those that change nothing.
OUTER = ("posix", "_io", "sqlite3", "_sqlite3", "django.db.backends")
HARMLESS = {
    "_path_normpath",
    "create_aggregate",
    "create_function",
    "fspath",
    "getpid",
    "listdir",
    "lstat",
    "stat",
    "statvfs",
    "urandom",
}


def is_outer(function) -> bool:
    """Return whether a function in C may change disk or database."""
    if function.__name__ in HARMLESS:
        return False
    owner = getattr(function, "__self__", None)
    modules = (function.__module__, getattr(owner, "__name__", None))
    kinds = (type(owner).__module__,)
    return any(str(name).startswith(OUTER) for name in (*modules, *kinds))


class Steps:
    """Counts the steps of a function, and kills the process at one of them."""

    def __init__(self, last: int | None = None):
        self.last, self.count, self.outer = last, 0, []

    def run(self, action: Callable[[], object]) -> None:
        sys.setprofile(self._step)
        try:
            action()
        finally:
            sys.setprofile(None)

    def _step(self, frame, event, arg) -> None:
        if self.count == self.last:
            os.kill(os.getpid(), signal.SIGKILL)
        if event.startswith("c_") and is_outer(arg):
            self.outer.append(self.count)
        self.count += 1


def in_child(action: Callable[[], object]) -> int:
    """Run a function in a forked process; return the signal that ended it, or 0."""
    child = os.fork()
    if child == 0:
        try:
            action()
            os._exit(0)
        except BaseException:
            os._exit(1)
    _, status = os.waitpid(child, 0)
    assert not os.WIFEXITED(status) or os.WEXITSTATUS(status) == 0, "a child failed"
    return os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0


def count_steps(action: Callable[[], object], note: Path) -> list[int]:
    """Return at which steps to kill: all outer ones, and others evenly between."""

    def record():
        steps = Steps()
        steps.run(action)
        note.write_text(json.dumps([steps.count, steps.outer]))

    assert in_child(record) == 0
    count, outer = json.loads(note.read_text())
    even = range(0, count, max(1, count // OTHER_STEPS))
    return sorted({*outer, *even})


def kill_at_each(make: Callable[[], Callable[[], object]], note: Path) -> dict:
    """Kill a process at each step of what `make` returns; return the counts."""
    killed = finished = 0
    for last in count_steps(make(), note):
        action = make()
        if in_child(lambda: Steps(last).run(action)):  # noqa: B023
            killed += 1
        else:
            finished += 1
    return {"killed": killed, "finished": finished}


def keep_and_delete(folder: Path) -> dict:
    from django.core.files.base import ContentFile
    from django.core.management import call_command
    from django.db import connections

    from gallery.models import Photo
    from gallery.services.photos import delete_photo
    from gallery.services.submissions import EncodedPhoto, build_photo, save_photos
    from recognizer import recognize
    from recognizer.inference.engine import use_network
    from tests.support.drawing import encoded, page_of
    from tests.support.engines import load_seven

    call_command("migrate", verbosity=0)
    with use_network(load_seven(None)):
        clean, reading = recognize(ContentFile(encoded(page_of("7"))))
    key = uuid4()

    def make_keeping():
        photo = build_photo(key, EncodedPhoto.encode(clean), reading)
        connections.close_all()
        return lambda: save_photos([photo])

    def make_deletion():
        photo = build_photo(key, EncodedPhoto.encode(clean), reading)
        save_photos([photo])
        # A child must not use the connection of its parent.
        connections.close_all()
        return lambda: delete_photo(Photo(pk=photo.pk))

    note = folder / "steps.json"
    found = {"keep": kill_at_each(make_keeping, note)}
    found["delete"] = kill_at_each(make_deletion, note)
    return found


if __name__ == "__main__":
    import django

    django.setup()
    print(json.dumps(keep_and_delete(Path(sys.argv[1]))))
