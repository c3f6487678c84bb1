"""Servers that several machines would share, where they are installed."""

import pytest

from tests.support.scale.processes import NotInstalled
from tests.support.scale.redis_server import redis_server


@pytest.fixture(scope="session")
def redis_url(tmp_path_factory):
    """Start a Redis server of its own."""
    pytest.importorskip("redis")
    try:
        with redis_server(tmp_path_factory.mktemp("redis")) as url:
            yield url
    except NotInstalled as e:
        pytest.skip(f"{e} is not installed")
