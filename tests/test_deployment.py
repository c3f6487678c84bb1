"""What stands in deploy/ is right: systemd's units, and nginx in front of the site."""

import re
import shutil
import subprocess
import threading
import urllib.error
import urllib.request
from argparse import Namespace
from configparser import RawConfigParser
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise
from pathlib import Path

import pytest
from django.core.management import get_commands, load_command_class
from rest_framework.settings import api_settings

from digitsite.diagnosis.proxy import find_proxy
from tests.support.drawing import encoded, page_of
from tests.support.scale.nginx_server import nginx_server
from tests.support.scale.packages import find_missing
from tests.support.scale.processes import find_port
from tests.support.scale.services import CELERY
from tests.support.served import served

ROOT = Path(__file__).parent.parent
DEPLOY = ROOT / "deploy"
UNITS = sorted((DEPLOY / "systemd").glob("digitsite*.[st]*"))
HOME, PYTHON = "/srv/digitsite/", ".venv/bin/python"
KEY = "0123456789abcdefghijklmnopqrstuvwxyz0123456789abcdefghijklmnop"
needs_nginx = pytest.mark.skipif(bool(find_missing(["nginx"])), reason="has no nginx")


def read_unit(path: Path) -> RawConfigParser:
    unit = RawConfigParser(strict=False)
    unit.optionxform = str
    unit.read(path)
    return unit


def commands() -> list[list[str]]:
    """Return the words of each command that a unit starts, without the folder."""
    units = [read_unit(path) for path in UNITS if path.suffix == ".service"]
    starts = [unit["Service"]["ExecStart"] for unit in units]
    return [start.removeprefix(HOME).split() for start in starts]


def test_there_are_units_for_the_site_and_what_stands_beside_it():
    assert [path.name for path in UNITS] == [
        "digitsite-maintenance.service",
        "digitsite-maintenance.timer",
        "digitsite-watch.service",
        "digitsite-worker@.service",
        "digitsite.service",
    ]


def parse(words: list[str]) -> Namespace:
    """Return the arguments of a command of the site."""
    _, script, name, *options = words
    command = load_command_class(get_commands()[name], name)
    return command.create_parser(script, name).parse_args(options)


def test_each_unit_starts_what_exists():
    [maintenance, watch] = [words for words in commands() if words[0] == PYTHON]
    worker, site = [words for words in commands() if words[0] != PYTHON]
    assert parse(maintenance).keep == 7
    assert parse(watch).folder == "/var/lib/digitsite/scans"
    assert (ROOT / site[site.index("--config") + 1]).exists()
    assert (ROOT / "digitsite/wsgi.py").exists()
    # As in deploy/compose.yaml, which is started by deploy/local.sh.
    assert worker[1:6] == [*CELERY[2:]]


def test_the_units_agree_on_account_settings_and_rights():
    services = [read_unit(p)["Service"] for p in UNITS if p.suffix == ".service"]
    own = {"Type", "ExecStart", "Restart", "RestartSec", "TimeoutStopSec"}
    for first, second in pairwise(map(dict, services)):
        for name in first.keys() & second.keys() - own:
            assert first[name] == second[name]
        assert first["ProtectSystem"] == second["ProtectSystem"] == "strict"


def test_the_documented_command_runs_as_the_units_do():
    page = (ROOT / "docs/operations.md").read_text()
    rights = re.findall(r"-p (\w+)=(\S+)", page)
    assert {name for name, _ in rights} >= {"User", "UMask", "StateDirectoryMode"}
    service = read_unit(DEPLOY / "systemd/digitsite.service")["Service"]
    assert [(name, service[name]) for name, _ in rights] == rights


def test_the_settings_of_the_units_are_settings_of_the_site():
    text = (DEPLOY / "systemd/digitsite.env").read_text()
    names = re.findall(r"^(\w+)=", text, re.MULTILINE)
    reference = (ROOT / "docs/operations.md").read_text()
    assert len(names) > 5
    assert [name for name in names if f"`{name}`" not in reference] == []
    assert re.search(r"^DJANGO_SECRET_KEY=$", text, re.MULTILINE)  # none to copy


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="has no systemd")
def test_systemd_finds_no_fault_with_the_units(tmp_path):
    for path in UNITS:
        # What is only on the operator's machine is replaced by what is everywhere.
        text = re.sub(rf"{HOME}\S+", "/bin/true", path.read_text())
        (tmp_path / path.name).write_text(text)
    names = [str(tmp_path / path.name) for path in UNITS]
    command = ["systemd-analyze", "verify", "--man=no", "--recursive-errors=no", *names]
    done = subprocess.run(command, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    settings = {
        "DJANGO_DEBUG": "0",
        "DJANGO_SECRET_KEY": KEY,
        "DJANGO_SECURE_COOKIES": "0",
        "NUM_PROXIES": "1",
    }
    with served(tmp_path_factory.mktemp("served"), **settings) as server:
        yield server


@pytest.mark.slow
@needs_nginx
def test_behind_nginx_the_doctor_finds_no_fault(
    server, tmp_path, settings, monkeypatch
):
    settings.SECRET_KEY, settings.NUM_PROXIES = KEY, 1
    monkeypatch.setattr(api_settings, "NUM_PROXIES", 1)
    with nginx_server(tmp_path, [server.port]) as url:
        found, _ = find_proxy(url)
    assert (found.status, "client 127.0.0.1" in found.detail) == ("ok", True)


@pytest.mark.slow
@needs_nginx
def test_a_host_that_is_gone_costs_no_reading(server, tmp_path):
    with nginx_server(tmp_path, [find_port(), server.port]) as url:
        for _ in range(8):
            request = urllib.request.Request(
                f"{url}/api/v1/readings/",
                encoded(page_of("7")),
                {"Content-Type": "image/png"},
            )
            with urllib.request.urlopen(request) as answer:
                assert answer.status == 200


class RefusingHost(BaseHTTPRequestHandler):
    """Refuses readings, as a host that is busy, and serves pages."""

    protocol_version = "HTTP/1.1"

    def do_GET(self):
        self.answer(200)

    def do_POST(self):
        self.rfile.read(int(self.headers["Content-Length"]))
        self.answer(503)

    def answer(self, status):
        self.send_response(status)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *args):
        """Print nothing."""


@contextmanager
def refusing_host():
    with ThreadingHTTPServer(("127.0.0.1", 0), RefusingHost) as server:
        threading.Thread(target=server.serve_forever).start()
        try:
            yield server.server_port
        finally:
            server.shutdown()


def find_status(url: str, data: bytes | None = None) -> int:
    try:
        with urllib.request.urlopen(url, data) as answer:
            return answer.status
    except urllib.error.HTTPError as error:
        with error:
            return error.code


@needs_nginx
def test_one_host_of_several_is_enough(tmp_path):
    with (
        refusing_host() as host,
        nginx_server(tmp_path, [find_port(), find_port(), find_port(), host]) as url,
    ):
        assert {find_status(url) for _ in range(8)} == {200}
        assert {find_status(f"{url}/upload/", b"x") for _ in range(8)} == {503}


@needs_nginx
def test_readings_that_all_hosts_refuse_cost_nobody_a_page(tmp_path):
    with (
        refusing_host() as first,
        refusing_host() as second,
        nginx_server(tmp_path, [first, second]) as url,
    ):
        readings = {find_status(f"{url}/api/v1/readings/", b"x") for _ in range(8)}
        pages = {find_status(url) for _ in range(4)}
    assert (readings, pages) == ({503}, {200})
