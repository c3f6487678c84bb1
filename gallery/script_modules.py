"""The import graph of the scripts below `static/js`."""

import posixpath
import re
from functools import cache
from pathlib import Path

from django.contrib.staticfiles import finders

IMPORT = re.compile(rb'^(?:import|export)\b[^;]*?"(\.{1,2}/[^"]+)";', re.MULTILINE)


@cache
def imported_modules(name: str) -> tuple[str, ...]:
    """Return every module that a script imports, directly or through others.

    Args:
        name: of a static file, such as `js/read/read-page.js`.

    Returns:
        Names of static files, each once, without the script itself.
    """
    names = [name]
    for importer in names:
        found = [resolve(importer, path) for path in find_imports(importer)]
        names += [path for path in dict.fromkeys(found) if path not in names]
    return tuple(names[1:])


def find_imports(name: str) -> list[str]:
    return [path.decode() for path in IMPORT.findall(read_static(name))]


def resolve(importer: str, path: str) -> str:
    """Return the static name of a path that is relative to its importer."""
    return posixpath.normpath(posixpath.join(posixpath.dirname(importer), path))


def read_static(name: str) -> bytes:
    """Return the content of a static file."""
    return Path(finders.find(name)).read_bytes()
