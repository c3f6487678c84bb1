"""Private files on this machine: a photo is there whole or not at all."""

import os
import tempfile
from pathlib import Path

from django.core.files.storage import FileSystemStorage


class PrivateStorage(FileSystemStorage):
    """Keep files that no URL leads to and that only this account may read."""

    def url(self, name):
        raise ValueError("Photos have no public address: a view asks the gallery.")

    def is_ready(self):
        """Say whether a file could be saved now."""
        root = Path(self.location)
        root.mkdir(mode=0o700, parents=True, exist_ok=True)
        return os.access(root, os.W_OK | os.X_OK)

    def _save(self, name, content):
        path = Path(self.path(name))
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        # Written under another name, a kill or a full disk leaves no half photo.
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


def sync_folder(folder):
    """Make a rename in this folder outlive a power cut."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
