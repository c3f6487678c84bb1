"""Run tests on PostgreSQL, Redis and an S3 server, which are started for them.

    python -m tests.support.scale [arguments of pytest]

What is not on this machine is installed from Debian's packages, if that is allowed.
"""

import os
import shutil
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.support.scale.postgres_server import FOLDERS, postgres_server
from tests.support.scale.processes import NotInstalled, find_program
from tests.support.scale.redis_server import redis_server
from tests.support.scale.swift_server import BUCKET, create_bucket, swift_server

PACKAGES = {
    "postgres": ("postgresql",),
    "redis-server": ("redis-server",),
    "memcached": ("memcached",),
    "swift-proxy-server": ("swift-proxy",),
    "swift-account-server": ("swift-account",),
    "swift-container-server": ("swift-container",),
    "swift-object-server": ("swift-object",),
}
PARTS = ["tests/api", "tests/gallery", "tests/digitsite", "tests/scale"]


def main(arguments: list[str]) -> int:
    install_missing()
    with started_servers() as environment:
        for name, value in environment.items():
            print(f"{name}={value}", flush=True)
        command = [sys.executable, "-m", "pytest", *(arguments or PARTS)]
        done = subprocess.run(command, check=False, env=os.environ | environment)
    return done.returncode


def install_missing() -> None:
    """Install what is not here.

    Raises:
        NotInstalled: if a program is not here, and packages may not be installed.
    """
    missing = [name for name in PACKAGES if not is_installed(name)]
    if not missing:
        return
    if os.geteuid() or not shutil.which("apt-get"):
        raise NotInstalled(", ".join(missing))
    packages = [package for name in missing for package in PACKAGES[name]]
    install = ["apt-get", "install", "-y", "-qq", "--no-install-recommends"]
    subprocess.run(["apt-get", "update", "-qq"], check=True)
    subprocess.run([*install, *packages], check=True, stdout=subprocess.DEVNULL)


def is_installed(name: str) -> bool:
    try:
        find_program(name, *FOLDERS)
    except NotInstalled:
        return False
    return True


@contextmanager
def started_servers():
    """Start all servers; yield the settings that name them."""
    with (
        TemporaryDirectory(prefix="digitsite-scale-") as folder,
        postgres_server() as database_url,
        redis_server(Path(folder)) as redis_url,
        swift_server(Path(folder)) as s3,
    ):
        create_bucket(s3, BUCKET)
        yield {
            "DATABASE_URL": database_url,
            "REDIS_URL": redis_url,
            "S3_BUCKET": BUCKET,
            "S3_ENDPOINT_URL": s3.endpoint,
            "S3_ACCESS_KEY": s3.access_key,
            "S3_SECRET_KEY": s3.secret_key,
            "S3_REGION": s3.region,
        }


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
