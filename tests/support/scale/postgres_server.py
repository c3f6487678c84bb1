"""A PostgreSQL server on loopback."""

import os
import pwd
import shutil
import signal
import subprocess
from contextlib import contextmanager
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


@contextmanager
def new_cluster():
    """Yield a folder with the files of a new server, which goes with the block."""
    initdb = find_program("initdb", *FOLDERS)
    folder = Path(mkdtemp(prefix="digitsite-postgres-"))
    try:
        shutil.chown(folder, find_account())
        command = [initdb, "-D", str(folder / "data"), "-U", DATABASE, "-A", "trust"]
        command += ["-E", "UTF8", "--no-sync"]
        subprocess.run(command, check=True, capture_output=True, **as_account())
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def serving(folder: Path, port: int):
    """Run the server of these files; yield the URL of its database."""
    command = [find_program("postgres", *FOLDERS), "-D", str(folder / "data")]
    command += ["-h", LOOPBACK, "-p", str(port), "-k", ""]
    command += [word for setting in FAST for word in ("-c", setting)]
    ready = [find_program("pg_isready", *FOLDERS), "-q", "-h", LOOPBACK]
    ready += ["-p", str(port)]
    log = folder / "postgres.log"

    def is_ready():
        return subprocess.run(ready, check=False).returncode == 0

    with running(command, log, is_ready, signal=signal.SIGINT, **as_account()):
        yield f"postgres://{DATABASE}@{LOOPBACK}:{port}/{DATABASE}"


def as_account() -> dict[str, str]:
    return {"user": find_account()} if os.geteuid() == 0 else {}


def find_account() -> str:
    """Return the account that runs the server; PostgreSQL refuses to be root."""
    account = pwd.getpwuid(os.geteuid()).pw_name
    return "postgres" if account == "root" else account
