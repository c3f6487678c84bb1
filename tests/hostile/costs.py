"""What reading costs: processor time of the thread, and the peak of memory."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

STATUS, CLEAR = Path("/proc/self/status"), Path("/proc/self/clear_refs")
RESET_PEAK = "5"


class Cost:
    """The cost of a block: seconds of the thread, and megabytes of the process."""

    seconds = 0.0
    megabytes = 0.0


@contextmanager
def measured(base_kilobytes: int = 0) -> Iterator[Cost]:
    """Measure a block; memory only where the system tells its peak.

    Args:
        base_kilobytes: in use before any picture: what was freed counts again. Unless
            given, that is what is in use now.
    """
    cost = Cost()
    before, start = reset_peak(), time.thread_time()
    yield cost
    cost.seconds = time.thread_time() - start
    if before:
        cost.megabytes = (read_status("VmHWM") - (base_kilobytes or before)) / 1024


def reset_peak() -> int:
    """Forget the peak of memory; return the kilobytes now in use, 0 if unknown."""
    try:
        CLEAR.write_text(RESET_PEAK)
        return read_status("VmRSS")
    except OSError:
        return 0


def read_status(name: str) -> int:
    """Return an entry of the status of this process, in kilobytes."""
    for line in STATUS.read_text().splitlines():
        if line.startswith(name):
            return int(line.split()[1])
    return 0
