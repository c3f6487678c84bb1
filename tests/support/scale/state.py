"""What a topology on loopback consists of: its ports, secrets and settings."""

import json
import os
import secrets
from dataclasses import asdict, dataclass, field
from importlib.util import find_spec
from pathlib import Path

from tests.support.scale import postgres_server, redis_server, swift_server
from tests.support.scale.daemons import Daemon
from tests.support.scale.processes import LOOPBACK, find_ports
from tests.support.scale.swift_server import BUCKET, S3Server

FILE = "state.json"


@dataclass
class State:
    """What stays the same while services stop and start.

    Attributes:
        hosts: number of web hosts.
        workers: number of Celery workers.
        ports: of each server.
        secret_key: of the site.
        settings: more variables of the environment, by service; "" is every one.
        created: services whose files exist.
        processes: that were started, by service and program.
    """

    hosts: int
    workers: int
    ports: dict[str, int]
    secret_key: str = field(default_factory=lambda: secrets.token_urlsafe(64))
    settings: dict[str, dict[str, str]] = field(default_factory=dict)
    created: list[str] = field(default_factory=list)
    processes: dict[str, dict[str, Daemon]] = field(default_factory=dict)

    def get_swift_ports(self) -> dict[str, int]:
        return {name: self.ports[f"s3-{name}"] for name in swift_server.SERVERS}


def build_state(hosts: int, workers: int, port: int) -> State:
    """Choose ports that are free now; `port` is that of nginx, 0 for any."""
    names = ["postgres", "redis", *(f"s3-{name}" for name in swift_server.SERVERS)]
    names += [*(f"web{n + 1}" for n in range(hosts)), "nginx"]
    ports = dict(zip(names, find_ports(len(names)), strict=True))
    ports["nginx"] = port or ports["nginx"]
    return State(hosts, workers, ports)


def load_state(folder: Path) -> State | None:
    try:
        state = State(**json.loads((folder / FILE).read_text()))
    except FileNotFoundError:
        return None
    state.processes = {
        name: {program: Daemon(*daemon) for program, daemon in found.items()}
        for name, found in state.processes.items()
    }
    return state


def save_state(state: State, folder: Path) -> None:
    path = folder / FILE
    path.touch(mode=0o600)
    path.write_text(json.dumps(asdict(state), indent=2))


def build_environment(state: State, folder: Path, service: str) -> dict[str, str]:
    """Return the settings of the site, as a service sees them."""
    s3 = S3Server(swift_server.build_endpoint(state.get_swift_ports()))
    is_light = not find_spec("keras") and "DIGIT_ENGINE" not in os.environ
    own = {
        **({"DIGIT_ENGINE": "litert"} if is_light else {}),
        "DJANGO_ALLOWED_HOSTS": f"{LOOPBACK},localhost",
        "DJANGO_DEBUG": "0",
        "DJANGO_SECRET_KEY": state.secret_key,
        # nginx here is without TLS.
        "DJANGO_SECURE_COOKIES": "0",
        "JOB_RUNNER": "celery" if state.workers else "thread",
        "LOG_FORMAT": "json",
        "MALLOC_ARENA_MAX": "2",
        "NUM_PROXIES": "1",
        "STATIC_ROOT": str(folder / "static"),
    }
    places = build_places(
        postgres_server.build_url(state.ports["postgres"]),
        redis_server.build_url(state.ports["redis"]),
        s3,
    )
    more = state.settings.get("", {}) | state.settings.get(service, {})
    return own | places | more


def build_places(database_url: str, redis_url: str, s3: S3Server) -> dict[str, str]:
    """Return the settings that name what many machines share."""
    return {
        "DATABASE_URL": database_url,
        "REDIS_URL": redis_url,
        "S3_BUCKET": BUCKET,
        "S3_ENDPOINT_URL": s3.endpoint,
        "S3_ACCESS_KEY": s3.access_key,
        "S3_SECRET_KEY": s3.secret_key,
        "S3_REGION": s3.region,
    }
