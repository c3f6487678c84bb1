"""A PostgreSQL server on loopback."""

import os
import pwd
import shutil
import signal
import subprocess
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from tempfile import mkdtemp

from tests.support.scale.processes import (
    LOOPBACK,
    find_port,
    find_program,
    running,
)

DATABASE = "digitsite"
# Where Debian installs what is not on the path.
FOLDERS = sorted(map(str, Path("/usr/lib/postgresql").glob("*/bin")), reverse=True)
# Ends connections too.
STOP_SIGNAL = signal.SIGINT
# Nothing has to survive a power cut.
FAST = ("fsync=off", "full_page_writes=off", "max_connections=300")


@contextmanager
def postgres_server(port: int = 0):
    """Start a PostgreSQL server with an empty database; yield its DATABASE_URL.

    Raises:
        NotInstalled: if there is none on this machine.
    """
    with new_cluster() as folder, serving(folder, port or find_port()) as url:
        create_database(url)
        yield url


def create_database(url: str) -> None:
    login, _, name = url.rpartition("/")
    createdb = find_program("createdb", *FOLDERS)
    subprocess.run(
        [createdb, "--maintenance-db", f"{login}/postgres", name], check=True
    )


def ensure_database(url: str) -> None:
    """Create the database of a URL, unless it is there."""
    login, _, name = url.rpartition("/")
    psql = [find_program("psql", *FOLDERS), "-qtA", f"{login}/postgres", "-c"]
    query = f"SELECT 1 FROM pg_database WHERE datname = '{name}'"
    done = subprocess.run([*psql, query], check=True, capture_output=True)
    if not done.stdout.strip():
        create_database(url)


@contextmanager
def new_cluster():
    """Yield a folder with the files of a new server, which goes with the block."""
    folder = Path(mkdtemp(prefix="digitsite-postgres-"))
    try:
        create_cluster(folder)
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def create_cluster(folder: Path) -> None:
    """Write the files of a new server into an empty folder."""
    command = [find_program("initdb", *FOLDERS), "-D", str(folder / "data")]
    command += ["-U", DATABASE, "-A", "trust", "-E", "UTF8", "--no-sync"]
    shutil.chown(folder, find_account())
    subprocess.run(command, check=True, capture_output=True, **as_account())


@contextmanager
def serving(folder: Path, port: int):
    """Run the server of these files; yield the URL of its database."""
    command, log = build_command(folder, port), folder / "postgres.log"
    ready = partial(is_ready, port)
    with running(command, log, ready, signal=STOP_SIGNAL, **as_account()):
        yield build_url(port)


def build_command(folder: Path, port: int) -> list[str]:
    command = [find_program("postgres", *FOLDERS), "-D", str(folder / "data")]
    command += ["-h", LOOPBACK, "-p", str(port), "-k", ""]
    return command + [word for setting in FAST for word in ("-c", setting)]


def build_url(port: int) -> str:
    return f"postgres://{DATABASE}@{LOOPBACK}:{port}/{DATABASE}"


def is_ready(port: int) -> bool:
    ready = [find_program("pg_isready", *FOLDERS), "-q", "-h", LOOPBACK]
    return subprocess.run([*ready, "-p", str(port)], check=False).returncode == 0


def as_account() -> dict[str, str]:
    return {"user": find_account()} if os.geteuid() == 0 else {}


def find_account() -> str:
    """Return the account that runs the server; PostgreSQL refuses to be root."""
    account = pwd.getpwuid(os.geteuid()).pw_name
    return "postgres" if account == "root" else account
