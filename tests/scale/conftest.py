"""Servers that several machines would share, where they are installed."""

import pytest

from tests.support.scale.processes import NotInstalled
from tests.support.scale.redis_server import redis_server
from tests.support.scale.swift_server import BUCKET, create_bucket, swift_server


@pytest.fixture(scope="session")
def redis_url(tmp_path_factory):
    """Start a Redis server of its own."""
    pytest.importorskip("redis")
    try:
        with redis_server(tmp_path_factory.mktemp("redis")) as url:
            yield url
    except NotInstalled as e:
        pytest.skip(f"{e} is not installed")


@pytest.fixture(scope="session")
def s3_server(tmp_path_factory):
    """Start an S3 server of its own, with a bucket `photos`."""
    pytest.importorskip("storages")
    try:
        with swift_server(tmp_path_factory.mktemp("swift")) as server:
            create_bucket(server, BUCKET)
            yield server
    except NotInstalled as e:
        pytest.skip(f"{e} is not installed")
