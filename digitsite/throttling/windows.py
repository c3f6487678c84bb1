"""Moving windows: how much each client did lately, in memory or in Redis.

Looking and counting are one step, so parallel requests never exceed a limit.
"""

import threading
import time
from collections import OrderedDict, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from typing import Protocol

from django.conf import settings

# A crowd of more clients makes a process forget those that were silent for longest.
MAX_CLIENTS = 50_000
REDIS_PREFIX = "throttle:"
# Time is Redis' own: the clocks of web hosts differ.
TAKE = """
local amount, limit = tonumber(ARGV[1]), tonumber(ARGV[2])
local seconds, next_amount = tonumber(ARGV[3]), tonumber(ARGV[4])
local clock = redis.call('TIME')
local now = clock[1] + clock[2] / 1000000
while true do
  local oldest = redis.call('LINDEX', KEYS[1], -1)
  if not oldest or tonumber(oldest) > now - seconds then break end
  redis.call('RPOP', KEYS[1])
end
local count = redis.call('LLEN', KEYS[1])
if count + amount <= limit then
  local stamp = string.format('%.6f', now)
  for i = 1, amount do redis.call('LPUSH', KEYS[1], stamp) end
  redis.call('EXPIRE', KEYS[1], seconds)
  return '0'
end
local missing = math.min(count + next_amount - limit, count)
if missing < 1 then return tostring(seconds) end
return tostring(redis.call('LINDEX', KEYS[1], -missing) + seconds - now)
"""


class Windows(Protocol):
    """Counts of all clients."""

    def take(
        self, key: str, amount: int, limit: int, seconds: int, next_amount: int
    ) -> float:
        """Count `amount` if it fits into the window, or nothing.

        Args:
            key: of the client.
            amount: how much to count.
            limit: how much may be counted within `seconds`.
            seconds: length of the window.
            next_amount: how much the next try of this client needs.

        Returns:
            0.0 if it was counted; else the seconds until the next try fits.
        """

    def clear(self) -> None:
        """Forget all clients."""


@dataclass
class Client:
    """What one client did.

    Attributes:
        times: of what is counted, oldest first, in seconds of the clock.
        expires: when nothing of it counts any more.
    """

    times: deque[float] = field(default_factory=deque)
    expires: float = 0.0


class MemoryWindows:
    """Counts of one process."""

    def __init__(
        self,
        max_clients: int = MAX_CLIENTS,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._lock = threading.Lock()
        self._clients: OrderedDict[str, Client] = OrderedDict()
        self._max_clients = max_clients
        self._clock = clock

    def take(
        self, key: str, amount: int, limit: int, seconds: int, next_amount: int
    ) -> float:
        with self._lock:
            now = self._clock()
            client = self._get_client(key, now)
            times = client.times
            while times and times[0] <= now - seconds:
                times.popleft()
            if len(times) + amount <= limit:
                times.extend([now] * amount)
                client.expires = now + seconds
                return 0.0
            missing = min(len(times) + next_amount - limit, len(times))
            return times[missing - 1] + seconds - now if missing > 0 else seconds

    def _get_client(self, key: str, now: float) -> Client:
        """Return a client, and forget those that were silent for long."""
        client = self._clients.setdefault(key, Client())
        self._clients.move_to_end(key)
        while (
            len(self._clients) > self._max_clients
            or next(iter(self._clients.values())).expires <= now
        ) and len(self._clients) > 1:
            self._clients.popitem(last=False)
        return client

    def clear(self) -> None:
        with self._lock:
            self._clients.clear()


class RedisWindows:
    """Counts of all processes and hosts."""

    def __init__(self, url: str) -> None:
        from digitsite.scaling.redis_cache import RedisClient

        self._client = RedisClient.open(url)
        self._take = self._client.register_script(TAKE)

    def take(
        self, key: str, amount: int, limit: int, seconds: int, next_amount: int
    ) -> float:
        numbers = [amount, limit, seconds, next_amount]
        return float(self._take(keys=[f"{REDIS_PREFIX}{key}"], args=numbers))

    def clear(self) -> None:
        for key in self._client.scan_iter(match=f"{REDIS_PREFIX}*"):
            self._client.delete(key)


def get_windows() -> Windows:
    """Return the counts that hold wherever they can: in Redis, if there is one."""
    return open_windows(settings.REDIS_URL)


@cache
def open_windows(redis_url: str) -> Windows:
    """Open the counts of a Redis server, or without one those of this process."""
    return RedisWindows(redis_url) if redis_url else MemoryWindows()
