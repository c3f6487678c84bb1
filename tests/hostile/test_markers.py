"""What a file holds besides its pixels is found nowhere after it was read and kept."""

import base64
import json
import re
import tempfile
from itertools import cycle
from pathlib import Path

import pytest
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

from gallery.models import Photo
from tests.hostile import markers
from tests.support.traces import read_clients

READINGS, PHOTOS = "/api/v1/readings/", "/api/v1/photos/"
PAGES = ("/", "/gallery/", "/gallery/slideshow/", "/privacy/", "/metrics", PHOTOS)
EXPORTS = ("zip", "csv", "npz")
# What metadata begins with.
HEADS = re.compile(rb"Exif|ICC_PROFILE|http://ns\.adobe\.com|[tzi]TXt|tEXt")
JPEG_COMMENT = b"\xff\xfe"
PLANTED = list(markers.iter_planted())

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("seven"),
    pytest.mark.filterwarnings("ignore:Image appears to be a malformed MPO"),
]


def upload(data: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(f"{markers.FILE_NAME}.jpg", data, "image/jpeg")


def to_json(data: bytes) -> str:
    return json.dumps({"image": base64.b64encode(data).decode()})


WAYS = [
    lambda client, data: client.post(f"{READINGS}?explain=1", {"image": upload(data)}),
    lambda client, data: client.post(READINGS, data, content_type="image/jpeg"),
    lambda client, data: client.post(
        READINGS, to_json(data), content_type="application/json"
    ),
    lambda client, data: client.post(
        f"{READINGS}batch/", {"images": [upload(data)] * 2}
    ),
    lambda client, data: client.post("/upload/", {"image": upload(data)}, follow=True),
]


def find_traces(content: bytes) -> list[bytes]:
    return [trace for trace in markers.TRACES if trace in content]


def get_content(answer) -> bytes:
    """Return an answer with its headers."""
    head = repr(answer.headers.items()).encode()
    body = answer.getvalue() if answer.streaming else answer.content
    return head + body


def read_database() -> bytes:
    """Return every value of every table."""
    rows = [session.get_decoded() for session in Session.objects.all()]
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            rows += cursor.fetchall()
    return repr(rows).encode()


def read_files(folder: Path) -> bytes:
    """Return the names and contents of all files below a folder."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    return b"".join(str(path).encode() + path.read_bytes() for path in files)


@pytest.fixture
def temporary(tmp_path, monkeypatch):
    """Have temporary files in a folder of the test; return it."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


def send_all(client, is_hidden):
    """Send every picture by two ways; return the answers, in which all are read."""
    answers = []
    pictures = [each for each in PLANTED if each.is_hidden == is_hidden]
    for planted, way in zip(pictures, cycle(WAYS), strict=False):
        kept = client.post(PHOTOS, {"image": upload(planted.data)})
        assert kept.status_code == 201
        other = way(client, planted.data)
        assert other.status_code == 200
        answers += [kept, other]
    photo = Photo.objects.first()
    answers += [client.get(path) for path in (*PAGES, f"/gallery/{photo.pk}/")]
    return answers + [client.get(f"{PHOTOS}export/?format={form}") for form in EXPORTS]


@pytest.mark.parametrize(
    "is_hidden", [False, pytest.param(True, marks=pytest.mark.slow)]
)
def test_nothing_but_pixels_and_names_survives(
    is_hidden, visitor, own_media, temporary, caplog, capfd
):
    caplog.set_level("DEBUG")
    answers = b"".join(map(get_content, send_all(visitor, is_hidden)))
    places = {
        "answers": answers,
        "database": read_database(),
        "kept files": read_files(own_media),
        "temporary files": read_files(temporary),
        "cache": f"{getattr(cache, '_cache', '')} {read_clients()}".encode(),
        "log": ("".join(capfd.readouterr()) + caplog.text).encode(),
    }
    assert all(places[name] for name in ("answers", "database", "kept files", "log"))
    found = {name: find_traces(content) for name, content in places.items()}
    assert found == {name: [] for name in places}
    assert not find_metadata_heads(own_media)


def find_metadata_heads(folder: Path) -> list[str]:
    """Return the kept files with anything but pixels at their start."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    return [path.name for path in files if has_metadata_head(path.read_bytes()[:400])]


def has_metadata_head(start: bytes) -> bool:
    """Return whether a file starts with metadata; comments are what a JPEG may have."""
    is_jpeg = start.startswith(b"\xff\xd8")
    return bool(HEADS.search(start)) or (is_jpeg and JPEG_COMMENT in start)


def test_the_search_finds_what_is_there(own_media):
    own_media.mkdir()
    (own_media / "left").write_bytes(PLANTED[0].data)
    assert find_traces(read_files(own_media)) == [markers.MARKER]
