"""An S3 server on loopback: OpenStack Swift, which checks signatures and their age."""

import subprocess
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from tests.support.scale.processes import (
    LOOPBACK,
    attempts,
    find_port,
    find_program,
    is_listening,
    started,
)

ACCOUNT, USER, SECRET = "test", "tester", "for-tests-only"
STORAGE_SERVER = """
[DEFAULT]
bind_ip = {host}
bind_port = {port}
user = root
workers = 0
swift_dir = {folder}
devices = {folder}/devices
mount_check = false
log_address = {folder}/no-log
log_level = ERROR
disable_fallocate = true
[pipeline:main]
pipeline = {kind}-server
[app:{kind}-server]
use = egg:swift#{kind}
"""
PROXY = """
[DEFAULT]
bind_ip = {host}
bind_port = {port}
user = root
workers = 0
swift_dir = {folder}
log_address = {folder}/no-log
log_level = ERROR
[pipeline:main]
pipeline = catch_errors gatekeeper healthcheck cache bulk s3api tempauth copy slo dlo proxy-server
[app:proxy-server]
use = egg:swift#proxy
account_autocreate = true
# There is no other disk to ask while this one is left out.
error_suppression_interval = 1
error_suppression_limit = 1000000
[filter:catch_errors]
use = egg:swift#catch_errors
[filter:gatekeeper]
use = egg:swift#gatekeeper
[filter:healthcheck]
use = egg:swift#healthcheck
[filter:cache]
use = egg:swift#memcache
memcache_servers = {host}:{memcached}
[filter:bulk]
use = egg:swift#bulk
[filter:s3api]
use = egg:swift#s3api
allow_multipart_uploads = false
[filter:tempauth]
use = egg:swift#tempauth
user_{account}_{user} = {secret} .admin
[filter:copy]
use = egg:swift#copy
[filter:slo]
use = egg:swift#slo
[filter:dlo]
use = egg:swift#dlo
"""  # noqa: E501
BUCKET = "photos"
KINDS = ("account", "container", "object")
SERVERS = (*KINDS, "proxy", "memcached")


@dataclass(frozen=True)
class S3Server:
    """How a program reaches an S3 server."""

    endpoint: str
    access_key: str = f"{ACCOUNT}:{USER}"
    secret_key: str = SECRET
    region: str = "us-east-1"

    def build_options(self) -> dict[str, str]:
        """Return the options of the storage that keeps photos here."""
        return {
            "bucket_name": BUCKET,
            "endpoint_url": self.endpoint,
            "access_key": self.access_key,
            "secret_key": self.secret_key,
            "region_name": self.region,
        }


def create_bucket(server: S3Server, name: str) -> None:
    """Create a bucket, unless it is there."""
    import boto3
    from botocore.config import Config

    client = boto3.client(
        "s3",
        endpoint_url=server.endpoint,
        aws_access_key_id=server.access_key,
        aws_secret_access_key=server.secret_key,
        region_name=server.region,
        # Just started, it refuses for some seconds.
        config=Config(
            signature_version="s3v4",
            retries={"mode": "standard", "total_max_attempts": 10},
        ),
    )
    with suppress(client.exceptions.BucketAlreadyOwnedByYou):
        client.create_bucket(Bucket=name)


@contextmanager
def swift_server(folder: Path, port: int = 0):
    """Start an S3 server; yield how it is reached. Its objects stay in the folder.

    Raises:
        NotInstalled: if a part of it is not on this machine.
    """
    ports = {name: find_port() for name in SERVERS}
    ports["proxy"] = port or ports["proxy"]
    write_configuration(folder, ports)
    with ExitStack() as servers:
        for name, command in build_commands(folder, ports).items():
            servers.enter_context(started(command, folder / f"{name}.log"))
        for _ in attempts():
            if all(map(is_listening, ports.values())):
                break
        yield S3Server(build_endpoint(ports))


def build_commands(folder: Path, ports: dict[str, int]) -> dict[str, list[str]]:
    """Return the command of each of its servers."""
    commands = {
        kind: [find_program(f"swift-{kind}-server"), str(folder / f"{kind}.conf")]
        for kind in (*KINDS, "proxy")
    }
    memcached = [find_program("memcached"), "-l", LOOPBACK, "-u", "nobody"]
    commands["memcached"] = [*memcached, "-p", str(ports["memcached"])]
    return commands


def build_endpoint(ports: dict[str, int]) -> str:
    return f"http://{LOOPBACK}:{ports['proxy']}"


def write_configuration(folder: Path, ports: dict[str, int]) -> None:
    """Write the files of each server, and say where everything is kept."""
    (folder / "devices" / "disk").mkdir(parents=True, exist_ok=True)
    values = {"host": LOOPBACK, "folder": folder, "memcached": ports["memcached"]}
    login = {"account": ACCOUNT, "user": USER, "secret": SECRET}
    for kind in KINDS:
        build_ring(folder, kind, ports[kind])
        text = STORAGE_SERVER.format(kind=kind, port=ports[kind], **values)
        (folder / f"{kind}.conf").write_text(text)
    text = PROXY.format(port=ports["proxy"], **values, **login)
    (folder / "proxy.conf").write_text(text)


def build_ring(folder: Path, kind: str, port: int) -> None:
    """Say that one disk, behind this port, holds everything of a kind."""
    builder = find_program("swift-ring-builder")
    path = folder / f"{kind}.builder"
    for words in (
        ["create", "2", "1", "0"],
        ["add", f"r1z1-{LOOPBACK}:{port}/disk", "1"],
        ["rebalance"],
    ):
        done = subprocess.run(
            [builder, str(path), *words], check=False, capture_output=True, text=True
        )
        # Exit code 1 is a warning.
        if done.returncode > 1:
            raise RuntimeError(done.stdout)
