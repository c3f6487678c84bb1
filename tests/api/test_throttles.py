"""How often a client may ask, and who counts as one."""

import pytest
from rest_framework.settings import api_settings

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("seven")]
READINGS = "/api/v1/readings/"
PHOTOS = "/api/v1/photos/"


@pytest.fixture
def one_a_minute(settings, own_media):
    settings.THROTTLE_RATES = dict.fromkeys(settings.THROTTLE_RATES, "1/min")


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


def test_a_token_is_counted_wherever_it_comes_from(program, upload, one_a_minute):
    robot, other = program("one"), program("two")
    assert robot.post(READINGS, {"image": upload()}).status_code == 200
    again = robot.post(READINGS, {"image": upload()}, REMOTE_ADDR="10.0.0.9")
    assert again.status_code == 429
    assert other.post(READINGS, {"image": upload()}).status_code == 200


@pytest.mark.parametrize(
    ("first", "second", "status"),
    [
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", 429),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", 200),
        ("::ffff:10.0.0.1", "10.0.0.1", 429),
        ("::ffff:10.0.0.1", "::ffff:10.0.0.2", 200),
    ],
)
def test_all_addresses_of_one_home_are_one_client(
    client, upload, one_a_minute, first, second, status
):
    client.post(READINGS, {"image": upload()}, REMOTE_ADDR=first)
    answer = client.post(READINGS, {"image": upload()}, REMOTE_ADDR=second)
    assert answer.status_code == status


@pytest.mark.parametrize(
    ("forwarded", "status"),
    [("10.0.0.9", 200), ("10.0.0.9, 10.0.0.1", 429), ("10.0.0.1, 10.0.0.9", 200)],
)
def test_behind_a_proxy_its_word_counts(
    client, upload, one_a_minute, monkeypatch, forwarded, status
):
    monkeypatch.setattr(api_settings, "NUM_PROXIES", 1)
    first = {"X-Forwarded-For": "made-up, 10.0.0.1"}
    client.post(READINGS, {"image": upload()}, headers=first)
    second = {"X-Forwarded-For": forwarded}
    answer = client.post(READINGS, {"image": upload()}, headers=second)
    assert answer.status_code == status


def test_readings_writes_and_exports_are_counted_apart(program, upload, one_a_minute):
    robot = program()
    for status in (200, 429):
        assert robot.post(READINGS, {"image": upload()}).status_code == status
    for status in (201, 429):
        assert robot.post(PHOTOS, {"image": upload()}).status_code == status
    for status in (200, 429):
        assert robot.get(f"{PHOTOS}export/?format=csv").status_code == status


def test_a_rate_that_was_lowered_still_says_when(client, upload, settings):
    settings.THROTTLE_RATES = {"readings": "9/min"}
    for _ in "123":
        client.post(READINGS, {"image": upload()})
    settings.THROTTLE_RATES = {"readings": "1/min"}
    refusal = client.post(READINGS, {"image": upload()})
    assert (refusal.status_code, refusal["Retry-After"]) == (429, "60")


def test_writes_are_counted_and_looking_is_not(browser, upload, one_a_minute):
    visitor = browser()
    photo = visitor.post("/api/v1/photos/", {"image": upload()}).json()
    assert visitor.delete(photo["url"]).status_code == 429
    for _ in range(3):
        assert visitor.get(photo["url"]).status_code == 200


def test_off_lifts_a_throttle(client, upload):
    answers = {client.post(READINGS, {"image": upload()}).status_code for _ in "123"}
    assert answers == {200}
