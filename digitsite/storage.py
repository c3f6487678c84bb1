"""Private file storage on this machine, with atomic writes."""

import os
import tempfile
from pathlib import Path

from django.core.files.base import File
from django.core.files.storage import FileSystemStorage


class PrivateStorage(FileSystemStorage):
    """Store files without public URL that only this system account can read."""

    def url(self, name: str | None) -> str:
        raise ValueError("Photos have no public URL: a view checks the gallery.")

    def is_ready(self) -> bool:
        """Return whether a file could be stored now."""
        root = Path(self.location)
        root.mkdir(mode=0o700, parents=True, exist_ok=True)
        return os.access(root, os.W_OK | os.X_OK)

    def _save(self, name: str, content: File) -> str:
        path = Path(self.path(name))
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        # Under a temporary name, a kill or a full disk leaves no partial photo.
        descriptor, temporary = tempfile.mkstemp(prefix=".saving-", dir=path.parent)
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.writelines(content.chunks())
                file.flush()
                os.fsync(file.fileno())
            os.replace(temporary, path)
        except BaseException:
            os.unlink(temporary)
            raise
        sync_folder(path.parent)
        return str(Path(name).as_posix())


def sync_folder(folder: Path) -> None:
    """Flush a folder to disk, so that a rename in it survives a power failure."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
