"""Too many pictures at once: refused at once, unread, with when to come back."""

import threading
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.test import Client, RequestFactory
from django.urls import get_resolver
from prometheus_client import REGISTRY

from digitsite import load_limit
from gallery.models import Photo
from recognizer.inference import engine, limits
from recognizer.inference.admission import admission
from recognizer.metrics import REFUSALS
from tests.support.drawing import encoded, page_of
from tests.support.engines import FakeNetwork, all_sevens

READINGS = "/api/v1/readings/"
# Each with its field of a form.
PICTURE_URLS = {
    READINGS: "image",
    "/api/v1/readings/batch/": "images",
    "/api/v1/photos/": "image",
}
PNG = encoded(page_of("7"))

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("seven")]


class BlockedNetwork(FakeNetwork):
    """Reads nothing until the test lets it."""

    def __init__(self):
        super().__init__(all_sevens)
        self.is_free = threading.Event()

    def detect(self, gray):
        assert self.is_free.wait(20)
        return super().detect(gray)


class Requests:
    """Requests for readings, each in a thread of its own."""

    def __init__(self, pool, network):
        self.pool, self.network, self.answers = pool, network, []

    def send(self, count):
        """Send so many; return when all are admitted."""
        wanted = admission._admitted + count
        self.answers += [self.pool.submit(ask) for _ in range(count)]
        while admission._admitted < wanted:
            threading.Event().wait(0.01)

    def finish(self):
        """Let them be read; return their statuses."""
        self.network.is_free.set()
        return [answer.result().status_code for answer in self.answers]


def ask():
    return Client().post(READINGS, PNG, content_type="image/png")


@pytest.fixture
def requests(settings):
    """Return requests that are not read before the test lets them."""
    settings.MAX_WAITING = 3
    network = BlockedNetwork()
    with engine.use_network(network), ThreadPoolExecutor(8) as pool:
        yield Requests(pool, network)
        network.is_free.set()


def test_as_many_wait_as_may_and_one_more_is_refused(requests, client):
    requests.send(3 + limits.reading.count)
    refusal = ask()
    assert (refusal.status_code, refusal.json()["code"]) == (503, "busy")
    assert requests.finish() == [200] * 5
    assert ask().status_code == 200


def test_nothing_else_waits_for_a_reading(requests, client):
    requests.send(3 + limits.reading.count)
    for url in ("/healthz", "/readyz", "/metrics", "/", "/gallery/", "/api/v1/model/"):
        assert client.get(url).status_code == 200, url
    assert client.get("/api/v1/photos/").status_code == 200
    requests.finish()


def count_decoded():
    labels = {"stage": "decode"}
    return REGISTRY.get_sample_value("digitsite_stage_seconds_count", labels) or 0


def test_a_picture_that_waits_is_not_decoded_yet(requests):
    before = count_decoded()
    requests.send(3 + limits.reading.count)
    while count_decoded() < before + limits.reading.count:
        threading.Event().wait(0.01)
    threading.Event().wait(0.05)
    assert count_decoded() == before + limits.reading.count
    requests.finish()


@pytest.mark.parametrize("url", PICTURE_URLS)
def test_a_refusal_says_when_to_come_back(busy, visitor, upload, url):
    refusal = visitor.post(url, {PICTURE_URLS[url]: upload()})
    assert (refusal.status_code, refusal.json()["code"]) == (503, "busy")
    assert set(refusal.json()) == {"code", "detail"}
    assert int(refusal["Retry-After"]) >= 1
    assert refusal["X-Request-ID"]
    assert not Photo.objects.exists()


def test_a_refusal_speaks_the_language_asked_for(busy, client, upload):
    headers = {"Accept-Language": "de"}
    refusal = client.post(READINGS, {"image": upload()}, headers=headers)
    assert "Bilder" in refusal.json()["detail"]


def test_a_refusal_is_counted(busy, client, upload):
    before = REFUSALS.labels("busy")._value.get()
    client.post(READINGS, {"image": upload()})
    assert REFUSALS.labels("busy")._value.get() == before + 1


def test_a_refused_request_does_not_count_for_the_rate(busy, client, settings, upload):
    settings.THROTTLE_RATES = {"readings": "1/min"}
    for _ in range(3):
        assert client.post(READINGS, {"image": upload()}).status_code == 503


def test_the_form_without_script_says_when_to_come_back(busy, visitor, upload):
    page = visitor.post("/upload/", {"image": upload()})
    assert page.status_code == 503
    assert int(page["Retry-After"]) >= 1
    assert "Send yours again in 1 second" in page.content.decode()
    assert 'name="image"' in page.content.decode()


def test_only_what_brings_a_picture_is_refused(busy, program):
    robot = program()
    assert robot.get("/api/v1/photos/").status_code == 200
    assert robot.options(READINGS).status_code == 200
    assert robot.delete("/api/v1/photos/").status_code == 204


def test_the_limit_holds_for_every_operation_that_may_be_busy(client):
    paths = client.get("/api/v1/schema/?format=json").json()["paths"]
    busy = {
        get_resolver().resolve(path).view_name
        for path, operations in paths.items()
        if "busy" in str(operations.get("post", {}).get("responses"))
    }
    # A job waits by itself: its sender does not.
    assert busy - {"api-jobs"} == load_limit.READING_ROUTES - {"gallery-upload"}


@pytest.mark.parametrize(
    ("data", "status"), [(b"", 400), (b"not a picture", 415), (PNG[:99], 400)]
)
def test_a_picture_that_fails_leaves_its_place(client, settings, data, status):
    settings.MAX_WAITING = 0
    for _ in range(limits.reading.count + 1):
        answer = client.post(READINGS, data, content_type="image/png")
        assert answer.status_code == status
    assert admission._admitted == 0


class Body(BytesIO):
    """A body that notes what of it was read, or breaks off at its end."""

    breaks_off = False

    def read(self, size=-1):
        data = super().read(size)
        if self.breaks_off and not data:
            raise ConnectionResetError
        return data


def call(body, length=None):
    """Return status and iterable of the response to a body, as a server asks."""
    environ = RequestFactory().post(READINGS).environ | {
        "CONTENT_TYPE": "image/png",
        "CONTENT_LENGTH": str(length or len(body.getvalue())),
        "wsgi.input": body,
    }
    statuses = []
    response = WSGIHandler()(environ, lambda status, headers: statuses.append(status))
    return int(statuses[0].split()[0]), response


def test_the_body_of_a_refused_request_is_not_read_before_its_answer(busy):
    body = Body(PNG)
    status, response = call(body)
    assert (status, body.tell()) == (503, 0)
    assert b"busy" in b"".join(response)
    assert body.tell() == 0


def test_it_is_discarded_afterwards_so_that_the_client_sees_the_answer(busy):
    body = Body(bytes(300_000))
    call(body)[1].close()
    assert body.tell() == 300_000


def test_a_client_that_sends_for_long_is_let_go(busy, monkeypatch):
    monkeypatch.setattr(load_limit, "MAX_DRAIN_SECONDS", 0)
    body = Body(bytes(300_000))
    call(body)[1].close()
    assert body.tell() <= load_limit.DRAIN_CHUNK_BYTES


def test_a_client_that_breaks_off_leaves_its_place(settings):
    settings.MAX_WAITING = 0
    for _ in range(limits.reading.count + 1):
        body = Body(PNG[:50])
        body.breaks_off = True
        status, response = call(body, len(PNG))
        response.close()
        assert status == 400
    assert admission._admitted == 0


def test_a_refused_client_that_breaks_off_is_no_error(busy):
    body = Body(PNG[:50])
    body.breaks_off = True
    status, response = call(body, len(PNG))
    response.close()
    assert status == 503
