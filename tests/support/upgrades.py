"""An upgrade to a made-up next version, below hosts of both that serve."""

import time
from contextlib import contextmanager
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

import pytest

from benchmarks.serving import Server, wait_until_ready
from tests.support.calls import PHOTOS, PNG, call
from tests.support.served import manage
from tests.support.traffic import Traffic, traffic

NEXT = {"DJANGO_SETTINGS_MODULE": "tests.support.next_version.settings"}
STEPS = ("m9001_expand", "m9002_migrate", "m9003_contract")
# What is refused while a migration holds the tables for long.
REFUSALS = {"storage_unavailable"}


@contextmanager
def next_version(server, **settings):
    """Start a host of the next version on the tables and files of another host."""
    host = Server(str(server.folder), **settings, **NEXT)
    host.folder, host.token = server.folder, server.token
    try:
        wait_until_ready(host, PNG)
        yield host
    finally:
        host.process.terminate()
        host.process.wait()


def migrate(settings, step):
    """Migrate to a step of the next version."""
    with pytest.MonkeyPatch.context() as patch:
        for name, value in (settings | NEXT).items():
            patch.setenv(name, value)
        manage("migrate", "gallery", step, "--verbosity=0")


def upgrade_under_traffic(server, settings) -> list[Traffic]:
    """Upgrade below a host that serves; return what programs were answered.

    Args:
        server: of `tests.support.served`, the host of this version.
        settings: where commands and the other host find the site.
    """
    expand, complete, contract = STEPS
    with traffic(server) as alone:
        migrate(settings, expand)
    with next_version(server, **settings) as new, traffic(server, new) as both:
        migrate(settings, complete)
        migrate(settings, contract)
        assert list_photos(new) >= set(alone.kept)
    with traffic(server) as back:
        # What is left is the version before, on the tables of the next one.
        time.sleep(1)
    return [alone, both, back]


def list_photos(server) -> set[str]:
    """Return the addresses of all photos of a program."""
    path, found = PHOTOS, set()
    while path:
        page = call(server, "GET", path)[1]
        found |= {photo["url"] for photo in page["results"]}
        path = to_path(page["next"])
    return found


def to_path(url: str | None) -> str:
    """Return an address without its server."""
    return urlsplit(url or "")._replace(scheme="", netloc="").geturl()


def has_picture(server, url: str) -> bool:
    head = {"Authorization": f"Bearer {server.token}"}
    address = f"http://127.0.0.1:{server.port}{url}image/"
    with urlopen(Request(address, headers=head), timeout=60) as answer:
        return answer.read().startswith(b"\x89PNG")


def check_nothing_was_lost(server, seen: list[Traffic]) -> None:
    """Check that each photo that was kept is there, and each refusal documented."""
    kept = {url for traffic in seen for url in traffic.kept}
    assert all(traffic.kept for traffic in seen)
    assert list_photos(server) == kept
    assert all(has_picture(server, url) for url in kept)
    statuses = {status for traffic in seen for status in traffic.statuses}
    assert statuses <= {201, 503}
    assert {code for traffic in seen for code in traffic.codes} <= REFUSALS
