"""Each engine behind a server: ready once warm, and the same answers."""

import json
from concurrent.futures import ThreadPoolExecutor
from urllib.request import urlopen

import pytest

from recognizer.inference.model import LOADERS
from tests.support.drawing import encoded, page_of
from tests.support.served import served

pytestmark = [pytest.mark.slow, pytest.mark.model]


@pytest.fixture(scope="module", params=LOADERS)
def server(request, tmp_path_factory):
    folder = tmp_path_factory.mktemp("served")
    with served(folder, DIGIT_ENGINE=request.param) as server:
        yield server


def get(server, path):
    with urlopen(f"http://127.0.0.1:{server.port}{path}") as answer:
        return json.load(answer)


def test_a_ready_server_reads_at_once_and_names_its_model(server):
    assert get(server, "/readyz")["parts"]["model"] is True
    status, body = server.ask(encoded(page_of("47")), "png")
    reading, card = json.loads(body), get(server, "/api/v1/model/")
    assert (status, reading["text"]) == (200, "47")
    assert reading["model"] == {name: card[name] for name in ("name", "version")}


def test_many_clients_at_once_cost_no_memory_that_stays(server):
    def ask_all(rounds):
        with ThreadPoolExecutor(8) as pool:
            answers = list(pool.map(lambda page: server.ask(page, "png"), rounds))
        return {status for status, _ in answers}

    pages = [encoded(page_of(str(n) * (1 + n % 5), size=40 + n)) for n in range(40)]
    assert ask_all(pages) == {200}
    before = server.memory("VmRSS")
    assert ask_all(pages * 3) == {200}
    assert server.memory("VmRSS") < before + 40
