"""Run tests on PostgreSQL, Redis and an S3 server, which are started for them.

    python -m tests.support.scale [arguments of pytest]

What is not on this machine is installed from Debian's packages, if that is allowed.
"""

import os
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.support.scale.packages import PACKAGES, install_missing
from tests.support.scale.postgres_server import postgres_server
from tests.support.scale.redis_server import redis_server
from tests.support.scale.state import build_places
from tests.support.scale.swift_server import BUCKET, create_bucket, swift_server


def main(arguments: list[str]) -> int:
    install_missing(PACKAGES.keys() - {"nginx"})
    with started_servers() as environment:
        for name, value in environment.items():
            print(f"{name}={value}", flush=True)
        command = [sys.executable, "-m", "pytest", *arguments]
        done = subprocess.run(command, check=False, env=os.environ | environment)
    return done.returncode


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
        yield build_places(database_url, redis_url, s3)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
