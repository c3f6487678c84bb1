"""The cache in Redis, whose failures are failures of storage."""

import errno
import os
from typing import Any, cast

from django.core.cache.backends.redis import RedisCache, RedisCacheClient
from redis import Redis
from redis.backoff import NoBackoff
from redis.exceptions import (
    BusyLoadingError,
    ConnectionError,
    OutOfMemoryError,
    ReadOnlyError,
    TimeoutError,
)
from redis.retry import Retry

# Redis is away, starts, is full, or is a replica that waits to be promoted.
FAILURES = (
    BusyLoadingError,
    ConnectionError,
    OutOfMemoryError,
    ReadOnlyError,
    TimeoutError,
)
# A server that hangs is not waited for; a connection that it closed is renewed, once.
OPTIONS: dict[str, Any] = {
    "socket_connect_timeout": 2,
    "socket_timeout": 5,
    "health_check_interval": 30,
    "retry": Retry(NoBackoff(), 1),
}


class RedisClient(Redis):
    """Raise OSError where Redis can't be used, which visitors see as 503."""

    @classmethod
    def open(cls, url: str) -> "RedisClient":
        return cast(RedisClient, cls.from_url(url, **OPTIONS))

    def execute_command(self, *args: Any, **options: Any) -> Any:
        try:
            return super().execute_command(*args, **options)  # type: ignore[no-untyped-call]
        except FAILURES as e:
            raise OSError(errno.ENOTCONN, os.strerror(errno.ENOTCONN)) from e


class CacheClient(RedisCacheClient):
    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **(OPTIONS | options))
        self._client = RedisClient


class SharedCache(RedisCache):
    """A cache that all processes and hosts share."""

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self._class = CacheClient
