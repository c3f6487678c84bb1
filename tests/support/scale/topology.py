"""The topology of deploy/compose.yaml on loopback, whose services stop and start."""

import fcntl
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import groupby
from pathlib import Path

from tests.support.scale.daemons import (
    ask_to_end,
    end_daemon,
    is_running,
    kill_daemon,
    start_daemon,
)
from tests.support.scale.processes import attempts
from tests.support.scale.services import Service, build_services
from tests.support.scale.state import (
    State,
    build_environment,
    build_state,
    load_state,
    save_state,
)

READY_SECONDS, STOP_SECONDS = 180, 40
LOG_CHARACTERS = 2000


class UnknownService(Exception):
    """No service has this name."""


class Topology:
    """Services whose state is in a folder, so that any process can steer them.

    Args:
        folder: of the state; it is made where it is missing.
        hosts: number of web hosts of a new topology.
        workers: number of its Celery workers.
        port: of its nginx; 0 for any.
    """

    def __init__(
        self, folder: Path, hosts: int = 2, workers: int = 2, port: int = 0
    ) -> None:
        self.folder = folder.absolute()
        self.folder.mkdir(parents=True, exist_ok=True)
        with self._lock():
            self.state = load_state(self.folder) or build_state(hosts, workers, port)
            save_state(self.state, self.folder)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.state.ports['nginx']}"

    @property
    def names(self) -> list[str]:
        return [service.name for service in self._build_services()]

    def get_environment(self, name: str = "") -> dict[str, str]:
        """Return the settings of the site, as a service sees them."""
        return build_environment(self.state, self.folder, name)

    def set_settings(self, settings: dict[str, str], *names: str) -> None:
        """Change variables of the environment for services that start later.

        Args:
            settings: by name.
            names: of services; none for all.
        """
        with self._opened():
            for name in names or [""]:
                self.state.settings.setdefault(name, {}).update(settings)

    def start(self, *names: str) -> None:
        """Start services that do not run, and wait until they can be used.

        Raises:
            NotInstalled: if a program is not on this machine.
            TimeoutError: if one is not ready soon; the log of its programs says why.
            UnknownService: if there is none with this name.
        """
        with self._opened():
            for _, stage in groupby(self._select(names), lambda s: s.stage):
                services = list(stage)
                for service in services:
                    self._launch(service)
                for service in services:
                    self._wait(service)
                    service.fill()

    def stop(self, *names: str) -> None:
        """Stop services as their operator would, the last started first."""
        with self._opened():
            services = reversed(self._select(names))
            for _, stage in groupby(services, lambda s: s.stage):
                running = [(s, self._find_running(s).values()) for s in stage]
                for service, daemons in running:
                    for daemon in daemons:
                        ask_to_end(daemon, service.stop_signal)
                for _, daemons in running:
                    for daemon in daemons:
                        end_daemon(daemon, STOP_SECONDS)

    def kill(self, *names: str) -> None:
        """Kill services with all their processes, as if their machine were gone."""
        with self._opened():
            for service in self._select(names):
                for daemon in self._find_running(service).values():
                    kill_daemon(daemon)

    def remove(self) -> None:
        """Stop all services and delete what they kept."""
        self.stop()
        shutil.rmtree(self.folder)

    def find_running(self) -> dict[str, dict[str, int]]:
        """Return the processes of each service that run, by program."""
        with self._opened():
            return {
                service.name: {
                    program: daemon.pid
                    for program, daemon in self._find_running(service).items()
                }
                for service in self._build_services()
            }

    def _build_services(self) -> list[Service]:
        return build_services(self.state, self.folder)

    def _select(self, names: Sequence[str]) -> list[Service]:
        services = self._build_services()
        if unknown := set(names) - {service.name for service in services}:
            raise UnknownService(", ".join(sorted(unknown)))
        return [service for service in services if not names or service.name in names]

    def _find_running(self, service: Service) -> dict:
        known = self.state.processes.get(service.name, {})
        return {name: found for name, found in known.items() if is_running(found)}

    def _launch(self, service: Service) -> None:
        service.folder.mkdir(parents=True, exist_ok=True)
        if service.name not in self.state.created:
            service.create()
            self.state.created.append(service.name)
        running = self._find_running(service)
        if not running:
            service.prepare()
        self.state.processes[service.name] = running | {
            name: start_daemon(command, get_log(service, name), **service.options)
            for name, command in service.commands.items()
            if name not in running
        }
        # A start that fails later leaves processes that can be found.
        save_state(self.state, self.folder)

    def _wait(self, service: Service) -> None:
        try:
            for _ in attempts(READY_SECONDS):
                if service.is_ready():
                    return
                if len(self._find_running(service)) < len(service.commands):
                    break
        except TimeoutError:
            pass
        raise TimeoutError(
            f"{service.name} is not ready. The end of its logs in {service.folder}:\n"
            f"{read_logs(service)}"
        )

    @contextmanager
    def _opened(self) -> Iterator[State]:
        with self._lock():
            self.state = load_state(self.folder) or self.state
            try:
                yield self.state
            finally:
                save_state(self.state, self.folder)

    @contextmanager
    def _lock(self) -> Iterator[None]:
        with open(self.folder / "lock", "a") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield


def get_log(service: Service, program: str) -> Path:
    return service.folder / f"{program}.log"


def read_logs(service: Service) -> str:
    logs = [get_log(service, name) for name in service.commands]
    return "".join(log.read_text()[-LOG_CHARACTERS:] for log in logs if log.exists())
