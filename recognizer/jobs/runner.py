"""Read jobs in a thread of the server's own: one at a time for each machine."""

import logging
import os
import socket
import threading
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

from django.conf import settings
from django.db import IntegrityError, connections, transaction

from recognizer.inference.admission import admission
from recognizer.jobs.apps import CELERY
from recognizer.jobs.chunks import (
    LEASE_SECONDS,
    OUTAGES,
    Pace,
    claim_next_chunk,
    read_chunk,
)
from recognizer.jobs.lifecycle import finish_jobs, work_event
from recognizer.jobs.models import Chunk, Job, MachineLease
from recognizer.jobs.webhooks import send_due
from recognizer.shared_clock import get_shared_time

# How often a process without work looks for some.
LOOK_SECONDS = 5.0
# The longest that a picture waits for visitors: under load, a job goes on slowly.
MAX_YIELD_SECONDS = 2.0
YIELD_STEP_SECONDS = 0.02
END_SECONDS = 10.0
# A new one with each start of a system; containers on it differ in their host names.
BOOT_ID = Path("/proc/sys/kernel/random/boot_id")

logger = logging.getLogger(__name__)


def get_machine_name(boot_id: Path = BOOT_ID) -> str:
    """Return what tells this machine from others, also from one of the same name.

    Numbers of processes mean something on their own machine only.
    """
    try:
        own = boot_id.read_text().strip()
    except OSError:
        own = f"{uuid.getnode():x}"
    return f"{socket.gethostname()[:200]} {own}"


@dataclass(frozen=True)
class Machine:
    """This process among those of its machine."""

    name: str = field(default_factory=get_machine_name)
    process: UUID = field(default_factory=uuid4)
    pid: int = field(default_factory=os.getpid)

    def claim(self) -> bool:
        """Become the process that reads jobs here; return False if another is."""
        now = get_shared_time()
        until = now + timedelta(seconds=LEASE_SECONDS)
        held = MachineLease.objects.filter(machine=self.name).first()
        if held is None:
            return self._create(until)
        if held.process != self.process and held.until > now and is_alive(held.pid):
            return False
        # Unless somebody else was faster.
        same = MachineLease.objects.filter(
            machine=self.name, process=held.process, until=held.until
        )
        if not same.update(process=self.process, pid=self.pid, until=until):
            return False
        if held.process != self.process:
            self._free_chunks()
        return True

    def release(self) -> None:
        """Let another process read jobs."""
        MachineLease.objects.filter(machine=self.name, process=self.process).delete()

    def _create(self, until: datetime) -> bool:
        try:
            with transaction.atomic():
                MachineLease.objects.create(
                    machine=self.name, process=self.process, pid=self.pid, until=until
                )
        except IntegrityError:
            return False
        self._free_chunks()
        return True

    def _free_chunks(self) -> None:
        """End the leases of the process that read jobs here before."""
        held = Chunk.objects.filter(machine=self.name, is_done=False)
        held.exclude(lease=None).update(lease=None, leased_until=None)


def is_alive(pid: int) -> bool:
    """Return whether a process of this machine runs, as far as its number tells."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:
        pass
    return True


class JobThread(threading.Thread):
    """Does one kind of work for jobs again and again, until it is ended."""

    def __init__(
        self,
        name: str,
        step: Callable[[], bool],
        *,
        wake: threading.Event | None = None,
        look_seconds: float = LOOK_SECONDS,
    ) -> None:
        """Take what it does.

        Args:
            name: of the thread.
            step: does a part of the work; returns False if there was none.
            wake: set when there may be work.
            look_seconds: between two looks for work.
        """
        super().__init__(name=name, daemon=True)
        self._step, self._look_seconds = step, look_seconds
        self._wake = wake or threading.Event()
        self._ended = threading.Event()

    def run(self) -> None:
        while not self._ended.is_set():
            if not self._try_step():
                connections.close_all()
                self._wake.wait(self._look_seconds)
                self._wake.clear()
        connections.close_all()

    def end(self, seconds: float = END_SECONDS) -> None:
        """Stop between two pictures, and wait for that."""
        self._ended.set()
        self._wake.set()
        self.join(seconds)

    def is_ended(self) -> bool:
        return self._ended.is_set()

    def _try_step(self) -> bool:
        try:
            return self._step()
        except OUTAGES as e:
            # Each chunk is given back for a while; what is away comes back.
            logger.error("Jobs wait: %s", type(e).__name__)
        except Exception:
            logger.exception("A part of a job failed")
        return False


@dataclass
class JobRunner:
    """Reads chunk after chunk, while this process has the lease of its machine.

    Attributes:
        machine: whose lease it takes.
        is_stopped: returns whether the process is about to end.
    """

    machine: Machine
    is_stopped: Callable[[], bool]
    _renewed: float = float("-inf")

    def step(self) -> bool:
        """Read one chunk; return False if there is none for this process."""
        if not has_work():
            finish_jobs()
            return False
        if not self.machine.claim():
            return False
        self._renewed = time.monotonic()
        chunk = claim_next_chunk(self.machine.name)
        if chunk is None:
            return False
        read_chunk(chunk, Pace(self.is_stopped, self._wait))
        return True

    def _wait(self) -> None:
        """Let visitors go first, and keep the lease."""
        end = time.monotonic() + MAX_YIELD_SECONDS
        while not admission.is_idle and time.monotonic() < end:
            time.sleep(YIELD_STEP_SECONDS)
        if time.monotonic() - self._renewed > LEASE_SECONDS / 3:
            self.machine.claim()
            self._renewed = time.monotonic()


def has_work() -> bool:
    """Return whether a chunk may be read now or soon."""
    return Chunk.objects.filter(job__in=Job.objects.readable(), is_done=False).exists()


@dataclass(frozen=True)
class JobThreads:
    """What a server runs for jobs beside the requests."""

    threads: list[JobThread]
    machine: Machine

    def end(self) -> None:
        """Stop between two pictures; another process may go on at once."""
        for thread in self.threads:
            thread.end()
        try:
            self.machine.release()
        except OUTAGES as e:
            logger.error("A lease is left: %s", type(e).__name__)


def start_job_threads() -> JobThreads:
    """Start what reads jobs here, or with Celery what hands them to its workers."""
    machine = Machine()
    if settings.JOB_RUNNER == CELERY:
        from recognizer.jobs.celery_tasks import queue_chunks

        reader = JobThread("jobs", queue_chunks, wake=work_event)
    else:
        runner = JobRunner(machine, lambda: reader.is_ended())
        reader = JobThread("jobs", runner.step, wake=work_event)
    caller = JobThread("job webhooks", send_due)
    for thread in (reader, caller):
        thread.start()
    return JobThreads([reader, caller], machine)
