"""How often a client may ask, and who counts as one."""

import pytest

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("seven")]
READINGS = "/api/v1/readings/"


@pytest.fixture
def one_a_minute(settings, own_media):
    settings.THROTTLE_RATES = {"readings": "1/min", "writes": "1/min"}


def test_the_answer_says_when_to_come_again(client, upload, one_a_minute):
    assert client.post(READINGS, {"image": upload()}).status_code == 200
    refusal = client.post(READINGS, {"image": upload()})
    assert (refusal.status_code, refusal.json()["code"]) == (429, "throttled")
    assert 0 < int(refusal["Retry-After"]) <= 60


def test_another_client_is_counted_apart(client, upload, one_a_minute):
    client.post(READINGS, {"image": upload()})
    other = client.post(READINGS, {"image": upload()}, REMOTE_ADDR="10.0.0.9")
    assert other.status_code == 200


def test_a_made_up_forwarding_address_does_not_help(client, upload, one_a_minute):
    client.post(READINGS, {"image": upload()})
    headers = {"X-Forwarded-For": "10.0.0.9"}
    refusal = client.post(READINGS, {"image": upload()}, headers=headers)
    assert refusal.status_code == 429


def test_writes_are_counted_and_looking_is_not(browser, upload, one_a_minute):
    visitor = browser()
    photo = visitor.post("/api/v1/photos/", {"image": upload()}).json()
    assert visitor.delete(photo["url"]).status_code == 429
    for _ in range(3):
        assert visitor.get(photo["url"]).status_code == 200


def test_off_lifts_a_throttle(client, upload):
    answers = {client.post(READINGS, {"image": upload()}).status_code for _ in "123"}
    assert answers == {200}
