"""The services of deploy/compose.yaml as programs of this machine."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from tests.support.scale import (
    nginx_server,
    postgres_server,
    redis_server,
    swift_server,
)
from tests.support.scale.processes import LOOPBACK, is_listening
from tests.support.scale.state import State, build_environment

ROOT = Path(__file__).parents[3]
GUNICORN = ["-m", "gunicorn", "--config", "deploy/gunicorn.conf.py"]
CELERY = ["-m", "celery", "--app", "digitsite.scaling.celery_app", "worker"]
CELERY += ["--concurrency=1", "--loglevel=INFO"]
READY = "@digitsite ready."


def do_nothing() -> None:
    pass


@dataclass(frozen=True)
class Service:
    """Programs that start and stop together.

    Attributes:
        name: of the service.
        stage: services of one stage start together, after those of earlier ones.
        folder: of its files and logs.
        commands: of each program.
        is_ready: whether it can be used.
        create: makes its files, before its first start.
        prepare: is done before each start.
        fill: makes what others expect in it, after each start.
        options: of `subprocess.Popen`.
        stop_signal: asks a program to end.
    """

    name: str
    stage: int
    folder: Path
    commands: dict[str, list[str]]
    is_ready: Callable[[], bool] = lambda: True
    create: Callable[[], None] = do_nothing
    prepare: Callable[[], None] = do_nothing
    fill: Callable[[], None] = do_nothing
    options: dict = field(default_factory=dict)
    stop_signal: signal.Signals = signal.SIGTERM


def build_services(state: State, folder: Path) -> list[Service]:
    """Return all services in the order of their start."""
    webs = [f"web{number + 1}" for number in range(state.hosts)]
    workers = [f"worker{number + 1}" for number in range(state.workers)]
    return [
        build_postgres(state, folder / "postgres"),
        build_redis(state, folder / "redis"),
        build_s3(state, folder / "s3"),
        build_migrate(state, folder),
        *(build_web(state, folder, name) for name in webs),
        *(build_worker(state, folder, name) for name in workers),
        build_nginx(state, folder / "nginx", [state.ports[name] for name in webs]),
    ]


def build_postgres(state: State, folder: Path) -> Service:
    port = state.ports["postgres"]
    return Service(
        "postgres",
        0,
        folder,
        {"postgres": postgres_server.build_command(folder, port)},
        is_ready=partial(postgres_server.is_ready, port),
        create=partial(postgres_server.create_cluster, folder),
        fill=partial(postgres_server.ensure_database, postgres_server.build_url(port)),
        options=postgres_server.as_account(),
        stop_signal=postgres_server.STOP_SIGNAL,
    )


def build_redis(state: State, folder: Path) -> Service:
    port = state.ports["redis"]
    command = redis_server.build_command(folder, port)
    ready = partial(is_listening, port)
    return Service("redis", 0, folder, {"redis": command}, is_ready=ready)


def build_s3(state: State, folder: Path) -> Service:
    ports = state.get_swift_ports()
    return Service(
        "s3",
        0,
        folder,
        swift_server.build_commands(folder, ports),
        is_ready=lambda: all(map(is_listening, ports.values())),
        create=partial(swift_server.write_configuration, folder, ports),
    )


def build_migrate(state: State, folder: Path) -> Service:
    environment = build_environment(state, folder, "migrate")

    def prepare():
        manage(environment, "createbucket", "--skip-checks")
        manage(environment, "migrate", "--verbosity=0", "--skip-checks")
        # Compressing them is most of the start; a folder that was named has them.
        if "STATIC_ROOT" not in state.settings.get("", {}):
            manage(environment, "collectstatic", "--no-input", "--verbosity=0")

    return Service("migrate", 1, folder, {}, prepare=prepare)


def manage(environment: dict[str, str], *words: str) -> None:
    """Run a command of the site.

    Raises:
        CalledProcessError: if it fails.
    """
    command = [sys.executable, "manage.py", *words]
    options = {"cwd": ROOT, "env": inherited() | environment}
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, **options)


def build_web(state: State, folder: Path, name: str) -> Service:
    port = state.ports[name]
    command = [*GUNICORN, "--bind", f"{LOOPBACK}:{port}", "digitsite.wsgi"]
    return Service(
        name,
        2,
        folder / name,
        {name: [sys.executable, *command]},
        is_ready=partial(is_answered, f"http://{LOOPBACK}:{port}/readyz"),
        options={
            "cwd": ROOT,
            "env": inherited() | build_environment(state, folder, name),
        },
    )


def build_worker(state: State, folder: Path, name: str) -> Service:
    log = folder / name / f"{name}.log"
    command = [*CELERY, f"--hostname={name}@digitsite"]

    def prepare():
        # What an earlier start wrote would say that this one is ready.
        if log.exists():
            log.rename(log.with_suffix(".old.log"))

    return Service(
        name,
        2,
        folder / name,
        {name: [sys.executable, *command]},
        is_ready=lambda: READY in log.read_text(),
        prepare=prepare,
        options={
            "cwd": ROOT,
            "env": inherited() | build_environment(state, folder, name),
        },
    )


def build_nginx(state: State, folder: Path, hosts: list[int]) -> Service:
    port = state.ports["nginx"]
    return Service(
        "nginx",
        2,
        folder,
        {"nginx": nginx_server.build_command(folder)},
        is_ready=partial(is_listening, port),
        prepare=partial(nginx_server.write_configuration, folder, port, hosts),
    )


def is_answered(url: str) -> bool:
    try:
        with urlopen(url, timeout=5) as answer:
            return answer.status == 200
    except (URLError, OSError):
        return False


def inherited() -> dict[str, str]:
    return dict(os.environ)
