"""What the container's HEALTHCHECK asks, and what it says."""

import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from deploy.container.is_ready import build_request, find_problem
from tests.support.scale.processes import find_port


@contextmanager
def answering(status):
    """Serve one answer on a free port; yield the port and the names asked for."""
    names = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            names.append((self.headers["Host"], self.path))
            self.send_response(status)
            self.end_headers()
            self.wfile.write(b"Not ready: storage.")

        def log_message(self, *args):
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_address[1], names
        server.shutdown()


@pytest.mark.parametrize(
    ("allowed", "asked"),
    [
        ("", "localhost"),
        ("*", "localhost"),
        ("digits.example,localhost", "digits.example"),
        (".example", "example"),
    ],
)
def test_a_server_that_is_ready_is_asked_under_a_name_of_its_own(allowed, asked):
    with answering(200) as (port, names):
        environment = {"BIND": f"0.0.0.0:{port}", "DJANGO_ALLOWED_HOSTS": allowed}
        assert find_problem(build_request(environment)) == ""
    assert names == [(asked, "/readyz")]


def test_a_server_that_is_not_ready_says_why():
    with answering(503) as (port, _):
        problem = find_problem(build_request({"BIND": f"0.0.0.0:{port}"}))
    assert problem == "503 Not ready: storage."


def test_a_server_that_is_gone_is_not_ready():
    problem = find_problem(build_request({"BIND": f"0.0.0.0:{find_port()}"}))
    assert problem.startswith("No answer: ")


def test_without_an_address_the_port_of_the_image_is_asked():
    assert build_request({}).full_url == "http://127.0.0.1:8000/readyz"
