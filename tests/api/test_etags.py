"""Answers of the API that have not changed are not sent again."""

import pytest

PHOTOS = "/api/v1/photos/"

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("seven")]


@pytest.fixture
def robot(program):
    return program()


@pytest.fixture
def photo(robot, upload):
    return robot.post(PHOTOS, {"image": upload()}).json()


def again(client, path, etag):
    return client.get(path, headers={"If-None-Match": etag})


@pytest.mark.parametrize(
    "path",
    [
        PHOTOS,
        f"{PHOTOS}?label=7&page_size=1",
        "{}",
        "/api/v1/model/",
        "/api/v1/schema/?format=json",
    ],
)
def test_what_has_not_changed_is_not_sent_again(robot, photo, path):
    path = path.format(photo["url"])
    etag = robot.get(path)["ETag"]
    answer = again(robot, path, etag)
    assert (answer.status_code, answer.content) == (304, b"")
    assert answer["ETag"] == robot.head(path)["ETag"] == etag
    assert answer["X-Request-ID"]
    assert not {"Content-Type", "Content-Length"} & set(answer.headers)


@pytest.mark.parametrize("path", [PHOTOS, "{}"])
def test_a_correction_makes_another_state(robot, photo, path):
    path = path.format(photo["url"])
    etag = robot.get(path)["ETag"]
    body = {"correction": "1"}
    robot.patch(photo["url"], body, content_type="application/json")
    answer = again(robot, path, etag)
    assert (answer.status_code, answer["ETag"] != etag) == (200, True)


def test_a_list_changes_with_what_is_added_and_deleted(robot, photo, upload):
    states = [robot.get(PHOTOS)["ETag"]]
    other = robot.post(PHOTOS, {"image": upload()}).json()
    states.append(robot.get(PHOTOS)["ETag"])
    robot.delete(other["url"])
    assert again(robot, PHOTOS, states[0]).status_code == 304
    assert again(robot, PHOTOS, states[1]).status_code == 200


def test_a_state_is_that_of_one_gallery(robot, photo, program):
    etag = robot.get(PHOTOS)["ETag"]
    assert again(program("other"), PHOTOS, etag).status_code == 200


def test_a_browser_asks_each_time(visitor):
    answer = visitor.get(PHOTOS)
    assert answer["Cache-Control"] == "private, no-cache"
    assert {"Authorization", "Cookie"} <= set(answer["Vary"].split(", "))


@pytest.mark.parametrize("path", ["/", "/api/v1/photos/export/?format=csv"])
def test_pages_and_exports_have_no_state(robot, path):
    assert "ETag" not in robot.get(path)


def test_refusals_and_writes_are_always_sent(robot, photo, upload):
    headers = {"If-None-Match": "*"}
    assert robot.get(f"{PHOTOS}?label=x", headers=headers).status_code == 400
    kept = robot.post(PHOTOS, {"image": upload()}, headers=headers)
    assert kept.status_code == 201
