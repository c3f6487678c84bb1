"""Disk or database fail: 507 or 503, nothing is kept, and it works again afterwards."""

import io

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from PIL import Image

from gallery.models import Photo
from gallery.services.storage_failures import find_storage_failure
from tests.support.traces import list_files

PHOTOS = "/api/v1/photos/"
FULL, READ_ONLY = "FullStorage", "ReadOnlyStorage"
FAILURES = [(FULL, 507, "storage_full"), (READ_ONLY, 503, "storage_unavailable")]

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("seven"),
]


@pytest.fixture
def fail_storage(settings):
    """Return a function that replaces the storage of photos by one that fails."""

    def fail(name):
        storage = {"BACKEND": f"tests.support.storages.{name}"}
        settings.STORAGES = {**settings.STORAGES, "default": storage}

    return fail


def is_nothing_kept(own_media):
    files = list_files(own_media)
    return not (files or Photo.objects.exists() or Session.objects.exists())


@pytest.mark.parametrize(("storage", "status", "code"), FAILURES)
def test_a_disk_that_fails_is_reported_to_programs(
    visitor, upload, own_media, fail_storage, storage, status, code
):
    fail_storage(storage)
    refusal = visitor.post(PHOTOS, {"image": upload()})
    assert (refusal.status_code, refusal.json()["code"]) == (status, code)
    assert ("Retry-After" in refusal) is (status == 503)
    assert is_nothing_kept(own_media)


@pytest.mark.parametrize("is_debug", [True, False])
@pytest.mark.parametrize(("storage", "status", "code"), FAILURES)
def test_a_disk_that_fails_is_reported_on_a_page(
    visitor, upload, own_media, settings, fail_storage, storage, status, code, is_debug
):
    settings.DEBUG = is_debug
    fail_storage(storage)
    refusal = visitor.post("/upload/", {"image": upload()})
    assert refusal.status_code == status
    assert "operator" in refusal.content.decode()
    assert is_nothing_kept(own_media)


def test_of_several_pictures_none_is_kept_on_a_full_disk(
    program, upload, own_media, fail_storage
):
    fail_storage(FULL)
    refusal = program().post(PHOTOS, {"images": [upload(), upload()]})
    assert (refusal.status_code, refusal.json()["code"]) == (507, "storage_full")
    assert is_nothing_kept(own_media)


def execute(statement):
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchone()


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="uses pragmas of SQLite")
def test_a_full_database_is_reported_and_leaves_nothing(visitor, upload, own_media):
    execute("VACUUM")
    [pages] = execute("PRAGMA page_count")
    execute(f"PRAGMA max_page_count = {pages}")
    while (status := visitor.post(PHOTOS, {"image": upload()}).status_code) == 201:
        pass
    assert status == 507
    assert len(list_files(own_media)) == 3 * Photo.objects.count()
    # The failure closed the connection, and the limit with it.
    assert visitor.post(PHOTOS, {"image": upload()}).status_code == 201


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="uses pragmas of SQLite")
@pytest.mark.parametrize("path", [PHOTOS, "/upload/"])
def test_a_read_only_database_is_reported_and_leaves_nothing(
    visitor, upload, own_media, path
):
    execute("PRAGMA query_only = ON")
    assert visitor.post(path, {"image": upload()}).status_code == 503
    assert is_nothing_kept(own_media)
    assert visitor.post(path, {"image": upload()}).status_code in (201, 302)


def test_a_photo_whose_session_is_not_saved_is_withdrawn(visitor, upload, own_media):
    with connection.schema_editor() as editor:
        editor.delete_model(Session)
    try:
        refusal = visitor.post(PHOTOS, {"image": upload()})
    finally:
        with connection.schema_editor() as editor:
            editor.create_model(Session)
    # For PostgreSQL, a missing table is a fault of the program.
    code = 503 if connection.vendor == "sqlite" else 500
    assert refusal.status_code == code
    assert is_nothing_kept(own_media)


def test_other_errors_are_no_failure_of_the_storage():
    others = (None, ValueError(), FileNotFoundError(2, "x"), ConnectionResetError())
    assert [find_storage_failure(error) for error in others] == [None] * 4


def test_without_a_folder_for_temporary_files_small_pictures_are_read(
    visitor, upload, monkeypatch, tmp_path
):
    noise = Image.effect_noise((1700, 1700), 100)
    buffer = io.BytesIO()
    noise.save(buffer, "PNG")
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "gone"))
    refusal = visitor.post(PHOTOS, {"image": upload(buffer.getvalue())})
    assert (refusal.status_code, refusal.json()["code"]) == (503, "storage_unavailable")
    assert visitor.post(PHOTOS, {"image": upload()}).status_code == 201
    assert "TMPDIR" in visitor.get("/readyz").json()["reasons"]["storage"]
