"""Coroutines in a thread of their own: an open browser keeps a loop in this one."""

from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import anyio


def run_apart(function: Callable[[], Awaitable[Any]]) -> Any:
    """Return what a function of no arguments returns, run in a loop of its own."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(anyio.run, function).result()
