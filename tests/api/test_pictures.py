"""The pictures of photos: whole, in parts, or not again, and to their owner alone."""

import shutil
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gallery.api.ranged_files import RangeNotSatisfiable, parse_range
from gallery.models import Photo

PHOTOS = "/api/v1/photos/"
NAMES = ["image", "thumbnail", "thumbnail/small"]

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("seven"),
]
each = pytest.mark.parametrize("name", NAMES)


@pytest.fixture
def robot(program):
    return program()


@pytest.fixture
def photo(robot, upload):
    robot.post(PHOTOS, {"image": upload()})
    return Photo.objects.get()


def address(photo, name="image"):
    return f"{PHOTOS}{photo.pk}/{name}/"


@each
def test_a_picture_is_served_closed_and_private(robot, photo, name):
    answer = robot.get(address(photo, name))
    assert answer["Content-Type"] in {"image/png", "image/jpeg", "image/webp"}
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer["Cache-Control"] == "private, no-cache"
    assert {"Authorization", "Cookie"} <= set(answer["Vary"].split(", "))
    assert len(answer.getvalue()) == int(answer["Content-Length"]) > 0


@each
@pytest.mark.parametrize("accept", ["image/*", "image/webp,*/*;q=0.8", "text/html"])
def test_a_picture_comes_whatever_is_accepted(robot, photo, name, accept):
    answer = robot.get(address(photo, name), headers={"Accept": accept})
    assert answer.status_code == 200


@each
def test_nobody_else_finds_it(program, browser, photo, name):
    for other in (program("other"), browser()):
        refusal = other.get(address(photo, name))
        assert (refusal.status_code, refusal.json()["code"]) == (404, "not_found")


@each
def test_a_picture_deleted_meanwhile_is_not_found(robot, photo, own_media, name):
    for folder in ("photos", "thumbnails"):
        shutil.rmtree(own_media / folder)
    refusal = robot.get(address(photo, name))
    assert (refusal.status_code, refusal.json()["code"]) == (404, "not_found")


def test_head_tells_what_get_would_give(robot, photo):
    got, head = robot.get(address(photo)), robot.head(address(photo))
    names = {"Content-Length", "Content-Type", "ETag", "Accept-Ranges"}
    assert {n: head[n] for n in names} == {n: got[n] for n in names}
    assert head.getvalue() == b""


# Known ones


@each
@pytest.mark.parametrize("how", ["{}", "W/{}", '"a", {}', "*"])
def test_a_known_picture_is_not_sent_again(robot, photo, name, how, monkeypatch):
    etag = robot.get(address(photo, name))["ETag"]
    monkeypatch.setattr("gallery.api.images.open_thumbnail", None)
    known = how.format(etag.removeprefix("W/"))
    answer = robot.get(address(photo, name), headers={"If-None-Match": known})
    assert (answer.status_code, answer.content) == (304, b"")
    assert answer["ETag"] == etag
    assert "private" in answer["Cache-Control"]


@pytest.mark.parametrize("known", ['"other"', "nonsense", ""])
def test_another_state_is_sent(robot, photo, known):
    answer = robot.get(address(photo), headers={"If-None-Match": known})
    assert answer.status_code == 200


def test_what_is_not_there_is_never_known(robot):
    headers = {"If-None-Match": "*"}
    assert robot.get(f"{PHOTOS}{uuid4()}/image/", headers=headers).status_code == 404


# Parts


@each
@pytest.mark.parametrize(
    ("asked", "part"),
    [
        ("bytes=0-9", slice(0, 10)),
        ("bytes=10-10", slice(10, 11)),
        ("bytes=-7", slice(-7, None)),
        ("bytes=5-", slice(5, None)),
        ("bytes=5-99999999", slice(5, None)),
        ("bytes=-99999999", slice(0, None)),
    ],
)
def test_a_part_is_what_was_asked_for(robot, photo, name, asked, part):
    whole = robot.get(address(photo, name))
    data = whole.getvalue()
    answer = robot.get(address(photo, name), headers={"Range": asked})
    first, stop, _ = part.indices(len(data))
    assert (answer.status_code, answer.getvalue()) == (206, data[part])
    assert answer["Content-Range"] == f"bytes {first}-{stop - 1}/{len(data)}"
    assert int(answer["Content-Length"]) == stop - first
    for header in ("Content-Type", "ETag", "Accept-Ranges", "Cache-Control"):
        assert answer[header] == whole[header]


@pytest.mark.parametrize("asked", ["bytes=99999999-", "bytes=-0"])
def test_a_part_behind_the_end_is_refused(robot, photo, asked):
    size = len(robot.get(address(photo)).getvalue())
    refusal = robot.get(address(photo), headers={"Range": asked})
    assert (refusal.status_code, refusal.json()["code"]) == (
        416,
        "range_not_satisfiable",
    )
    assert refusal["Content-Range"] == f"bytes */{size}"


@pytest.mark.parametrize(
    "asked",
    [
        *("", "bytes", "bytes=", "bytes=-", "bytes=9-3", "bytes=a-b", "bytes=0-1,4-5"),
        *("lines=0-3", "bytes=0x1-2", "bytes=\u0663-", f"bytes={'9' * 5000}-"),
    ],
)
def test_what_is_no_part_gets_the_whole(robot, photo, asked):
    answer = robot.get(address(photo), headers={"Range": asked})
    assert answer.status_code == 200
    assert len(answer.getvalue()) == photo.file.size


@pytest.mark.parametrize(("is_same", "status"), [(True, 206), (False, 200)])
def test_a_part_may_depend_on_the_state(robot, photo, is_same, status):
    etag = robot.get(address(photo))["ETag"] if is_same else '"other"'
    headers = {"Range": "bytes=0-9", "If-Range": etag}
    assert robot.get(address(photo), headers=headers).status_code == status


@pytest.mark.parametrize("name", ["thumbnail", "thumbnail/small"])
def test_a_weak_name_puts_no_parts_together(robot, photo, name):
    etag = robot.get(address(photo, name))["ETag"]
    headers = {"Range": "bytes=0-9", "If-Range": etag}
    assert etag.startswith("W/")
    assert robot.get(address(photo, name), headers=headers).status_code == 200


def test_head_knows_no_parts(robot, photo):
    assert robot.head(address(photo), headers={"Range": "bytes=0-9"}).status_code == 200


@given(
    st.text() | st.from_regex(r"bytes=[0-9]{0,4}-[0-9]{0,4}", fullmatch=True),
    st.integers(0, 9999),
)
def test_a_part_is_inside_the_file_or_refused(header, size):
    try:
        part = parse_range(header, size)
    except RangeNotSatisfiable:
        return
    assert part is None or 0 <= part.start < part.stop <= size
