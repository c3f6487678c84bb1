"""Storages that fail, named by the setting STORAGES."""

import errno

from digitsite.storage import PrivateStorage


class FullStorage(PrivateStorage):
    """Has no space for anything."""

    def _save(self, name, content):
        raise OSError(errno.ENOSPC, "No space left on device")


class ReadOnlyStorage(PrivateStorage):
    """Can't be written."""

    def _save(self, name, content):
        raise OSError(errno.EROFS, "Read-only file system")
