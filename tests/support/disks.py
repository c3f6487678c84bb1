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
        spare: where it is mounted while it is away.
    """

    def __init__(self, folder: Path):
        self.folder = folder
        self.spare = folder.with_name(f"{folder.name}-spare")

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

    def take_away(self) -> None:
        """Unmount the disk, of which the empty folder below it stays."""
        self.spare.mkdir(exist_ok=True)
        assert run("mount", "--bind", str(self.folder), str(self.spare))
        assert run("umount", "--lazy", str(self.folder))

    def bring_back(self) -> None:
        """Mount it again, with all that it holds."""
        assert run("mount", "--bind", str(self.spare), str(self.folder))
        assert run("umount", "--lazy", str(self.spare))


@contextmanager
def mounted_disk(folder: Path, megabytes: int) -> Iterator[Disk]:
    """Mount a disk of this size; skip the test where that is not allowed."""
    folder.mkdir()
    options = f"size={megabytes}m,mode=700"
    if os.geteuid() or not run("mount", "-t", "tmpfs", "-o", options, "t", str(folder)):
        pytest.skip("may not mount a file system")
    disk = Disk(folder)
    try:
        yield disk
    finally:
        run("umount", "--lazy", str(folder))
        run("umount", "--lazy", str(disk.spare))


def run(*command: str) -> bool:
    return subprocess.run(command, check=False, capture_output=True).returncode == 0
