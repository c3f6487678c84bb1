"""Redis stopped, started and emptied below a site."""

import pytest
from django.core.cache import cache
from django.test import override_settings

from gallery.models import Photo
from tests.support.scale.processes import find_port
from tests.support.scale.redis_server import redis_server

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("seven", "redis_url"),
]
PHOTOS = "/api/v1/photos/"
BACKEND = "digitsite.scaling.redis_cache.SharedCache"


@pytest.fixture
def server(settings, tmp_path):
    """Return a function that starts the Redis server of the site."""
    port = find_port()
    url = f"redis://127.0.0.1:{port}/0"
    changed = {
        "REDIS_URL": url,
        "CACHES": {"default": {"BACKEND": BACKEND, "LOCATION": url}},
        "SESSION_ENGINE": "django.contrib.sessions.backends.cached_db",
        "THROTTLE_RATES": dict.fromkeys(settings.THROTTLE_RATES, "2/min"),
    }
    with override_settings(**changed):
        yield lambda: redis_server(tmp_path, port)


def send(client, upload):
    return client.post(PHOTOS, {"image": upload()})


def test_without_redis_nothing_is_kept_and_it_works_again_by_itself(
    server, visitor, upload
):
    with server():
        assert send(visitor, upload).status_code == 201
    refusal = send(visitor, upload)
    assert (refusal.status_code, refusal.json()["code"]) == (503, "storage_unavailable")
    assert visitor.get("/gallery/").status_code == 503
    assert Photo.objects.count() == 1
    with server():
        assert send(visitor, upload).status_code == 201
        assert len(visitor.get(PHOTOS).json()["results"]) == 2


def test_the_health_check_names_redis(server, client):
    with server():
        assert client.get("/readyz").json()["parts"]["redis"]
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["reasons"] == {"redis": "Redis can't be reached."}


def test_a_visitor_keeps_the_gallery_when_redis_is_emptied(server, visitor, upload):
    with server():
        send(visitor, upload)
        cache.clear()
        assert len(visitor.get(PHOTOS).json()["results"]) == 1


def test_a_limit_holds_in_redis(server, visitor, upload):
    with server():
        statuses = [send(visitor, upload).status_code for _ in "123"]
    assert statuses == [201, 201, 429]
