"""Small disks of their own, in memory, that tests fill or write-protect."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

BALLAST = "ballast"


class Disk:
    """A file system in memory.

    Attributes:
        folder: where it is mounted.
    """

    def __init__(self, folder: Path):
        self.folder = folder

    def fill(self, left: int = 0) -> None:
        """Write a file that leaves at most so many bytes free."""
        with open(self.folder / BALLAST, "ab", buffering=0) as file, suppress(OSError):
            while (free := self.free()) > left:
                file.write(bytes(min(free - left, 1 << 20)))

    def make_room(self) -> None:
        (self.folder / BALLAST).unlink()

    def free(self) -> int:
        disk = os.statvfs(self.folder)
        return disk.f_bavail * disk.f_frsize

    def protect(self, is_protected: bool) -> None:
        """Let nobody write, or everybody again."""
        mode = "ro" if is_protected else "rw"
        run("mount", "-o", f"remount,{mode}", str(self.folder))


@contextmanager
def mounted_disk(folder: Path, megabytes: int) -> Iterator[Disk]:
    """Mount a disk of this size; skip the test where that is not allowed."""
    folder.mkdir()
    options = f"size={megabytes}m,mode=700"
    if os.geteuid() or not run("mount", "-t", "tmpfs", "-o", options, "t", str(folder)):
        pytest.skip("may not mount a file system")
    try:
        yield Disk(folder)
    finally:
        run("umount", "--lazy", str(folder))


def run(*command: str) -> bool:
    return subprocess.run(command, check=False, capture_output=True).returncode == 0
