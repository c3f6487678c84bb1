"""The migrations of this version, and those of the next one in this folder."""

from pathlib import Path

import gallery.migrations

OWN = list(gallery.migrations.__path__)
NEWEST = max(path.stem for path in Path(OWN[0]).glob("[0-9]*.py"))
__path__ = [*OWN, *__path__]
