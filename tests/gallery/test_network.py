"""The address that a phone is given: one that it can reach, or none."""

import pytest

from gallery import network
from gallery.models import Pairing
from tests.conftest import TOKEN

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("seven"),
]


@pytest.fixture(autouse=True)
def named(settings):
    settings.ALLOWED_HOSTS = ["*"]


@pytest.fixture
def at_home(monkeypatch):
    monkeypatch.setattr(network, "get_local_address", lambda: "192.168.1.7")


def url_at(visitor, host, listens):
    headers = {"Host": host, "X-CSRFToken": TOKEN}
    kind = "application/json"
    answer = visitor.post(
        "/pairings/", None, kind, headers=headers, SERVER_NAME=listens
    )
    return answer.json()["url"]


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "[::1]"])
def test_on_this_machine_alone_there_is_no_code(visitor, at_home, host):
    assert url_at(visitor, f"{host}:8000", "127.0.0.1") is None
    assert not Pairing.objects.exists()


@pytest.mark.parametrize("listens", ["0.0.0.0", "::"])
def test_a_server_of_the_network_names_its_address_there(visitor, at_home, listens):
    url = url_at(visitor, "localhost:8000", listens)
    assert url.startswith("http://192.168.1.7:8000/join/?key=")


def test_an_address_that_would_be_refused_is_not_offered(visitor, at_home, settings):
    settings.ALLOWED_HOSTS = ["localhost"]
    assert url_at(visitor, "localhost:8000", "0.0.0.0") is None


def test_a_name_of_the_network_is_kept(visitor):
    url = url_at(visitor, "digits.local", "127.0.0.1")
    assert url.startswith("http://digits.local/join/")
