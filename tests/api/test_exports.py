"""The gallery taken along as one file."""

import csv
import io
import zipfile

import numpy as np
import pytest
from django.core.files.storage import default_storage
from django.db import DatabaseError, connection

from gallery.models import Photo
from tests.support.drawing import encoded, page_of
from tests.support.hostile import opened

URL = "/api/v1/photos/export/"

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("seven")]


@pytest.fixture
def keep(visitor, upload):
    """Return a function that keeps a photo whose row then says what a test wants."""

    def build(text="7", **columns):
        file = upload(encoded(page_of(*text.split())))
        made = visitor.post("/api/v1/photos/", {"image": file}).json()
        Photo.objects.filter(pk=made["id"]).update(**columns)
        return Photo.objects.get(pk=made["id"])

    return build


def export(client, form, **query):
    answer = client.get(URL, {"format": form, **query})
    assert answer.status_code == 200
    return answer.getvalue()


def rows_of(data):
    return list(csv.DictReader(io.StringIO(data.decode())))


def arrays_of(data):
    arrays = np.load(io.BytesIO(data))
    assert arrays.files == ["x", "y"]
    return arrays["x"], arrays["y"]


@pytest.mark.parametrize(
    ("form", "kind"),
    [
        ("zip", "application/zip"),
        ("csv", "text/csv"),
        ("npz", "application/octet-stream"),
    ],
)
def test_an_export_is_a_file_to_save(visitor, keep, form, kind):
    keep()
    answer = visitor.get(URL, {"format": form})
    assert answer["Content-Type"] == kind
    assert f'.{form}"' in answer["Content-Disposition"]
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["Cache-Control"] == "private, no-store"
    assert answer.streaming


def test_the_table_says_what_each_photo_says(visitor, keep):
    photos = [keep(), keep("77 77", correction="71\n42"), keep(correction="")]
    rows = rows_of(export(visitor, "csv"))
    assert [row["id"] for row in rows] == [str(photo.pk) for photo in photos[::-1]]
    assert [row["text"] for row in rows] == ["7", "77 77", "7"]
    assert [row["label"] for row in rows] == ["", "71 42", "7"]
    assert [row["corrected"] for row in rows] == ["yes", "yes", "no"]
    assert {row["verdict"] for row in rows} == {"read"}
    assert 0 < float(rows[0]["confidence"]) < 1


def test_the_table_has_the_numbers_of_the_reading(visitor, keep):
    keep("7 77")
    photo = keep(correction="42")
    photo.reading["numbers"] = [{"text": "-7.7", "line": 0, "row": None}]
    photo.save()
    rows = rows_of(export(visitor, "csv"))
    assert [row["numbers"] for row in rows] == ["'-7.7", "7\n77"]


def test_the_zip_holds_every_picture_and_the_table(visitor, keep):
    photos = [keep(), keep("42")]
    with zipfile.ZipFile(io.BytesIO(export(visitor, "zip"))) as archive:
        assert archive.testzip() is None
        rows = rows_of(archive.read("labels.csv"))
        assert [row["id"] for row in rows] == [str(photo.pk) for photo in photos[::-1]]
        assert {row["file"] for row in rows} | {"labels.csv"} == set(archive.namelist())
        for row, photo in zip(rows, photos[::-1], strict=True):
            assert archive.read(row["file"]) == photo.file.read()
            assert opened(archive.read(row["file"])).size == (photo.width, photo.height)


def test_a_picture_deleted_meanwhile_is_in_neither_part(visitor, keep):
    kept, lost = keep(), keep()
    default_storage.delete(lost.file.name)
    with zipfile.ZipFile(io.BytesIO(export(visitor, "zip"))) as archive:
        [row] = rows_of(archive.read("labels.csv"))
        assert len(archive.namelist()) == 2
    assert row["id"] == str(kept.pk)


def test_digits_come_as_arrays_of_mnist(visitor, keep):
    keep("42", correction="42")
    keep("7")
    x, y = arrays_of(export(visitor, "npz"))
    assert (x.dtype, x.shape) == (np.uint8, (3, 28, 28))
    assert (y.dtype, y.tolist()) == (np.uint8, [7, 4, 2])
    assert x.max((1, 2)).min() > 200
    assert np.median(x) == 0


@pytest.mark.parametrize(
    ("columns", "labels"),
    [
        ({}, [7, 7]),
        ({"verdict": "unsure"}, []),
        ({"verdict": "unsure", "correction": "42"}, [4, 2]),
        ({"correction": "4\n2"}, [4, 2]),
        ({"correction": "4"}, []),
        ({"correction": "427"}, []),
        ({"correction": ""}, []),
    ],
)
def test_only_digits_whose_label_is_known_become_rows(visitor, keep, columns, labels):
    keep("42", **columns)
    x, y = arrays_of(export(visitor, "npz"))
    assert y.tolist() == labels
    assert x.shape == (len(labels), 28, 28)


def test_arrays_break_off_rather_than_mislabel(visitor, keep):
    keep()
    answer = visitor.get(URL, {"format": "npz"})
    chunks = iter(answer.streaming_content)
    next(chunks)
    Photo.objects.all().delete()
    with pytest.raises(LookupError):
        list(chunks)


def test_many_photos_are_written_batch_by_batch(visitor, keep, monkeypatch):
    monkeypatch.setattr("gallery.services.exports.BATCH_PHOTOS", 2)
    photos = [keep() for _ in range(5)]
    rows = rows_of(export(visitor, "csv"))
    assert [row["id"] for row in rows] == [str(photo.pk) for photo in photos[::-1]]


@pytest.mark.parametrize("form", ["zip", "csv", "npz"])
def test_an_export_of_nothing_is_whole(visitor, form):
    data = export(visitor, form)
    if form == "csv":
        assert rows_of(data) == []
        assert data.startswith(b"file,id,created,")
    elif form == "zip":
        assert zipfile.ZipFile(io.BytesIO(data)).namelist() == ["labels.csv"]
    else:
        assert arrays_of(data)[0].shape == (0, 28, 28)


def test_an_export_is_filtered_like_the_gallery(visitor, keep):
    keep()
    corrected = keep(correction="3")
    [row] = rows_of(export(visitor, "csv", corrected="true", label="3"))
    assert row["id"] == str(corrected.pk)


@pytest.mark.parametrize("form", ["zip", "csv", "npz"])
def test_another_browser_gets_nothing_of_it(keep, browser, form):
    photo = keep()
    data = export(browser(), form)
    assert photo.pk.hex.encode() not in data
    assert str(photo.pk).encode() not in data
    if form == "npz":
        assert len(arrays_of(data)[1]) == 0


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({}, "format"),
        ({"format": "pdf"}, "format"),
        ({"format": "json"}, "format"),
        ({"format": "csv", "verdict": "maybe"}, "verdict"),
    ],
)
@pytest.mark.parametrize("accept", ["*/*", "application/zip", "text/html"])
def test_an_unknown_format_is_refused(visitor, query, field, accept):
    refusal = visitor.get(URL, query, headers={"Accept": accept})
    assert (refusal.status_code, refusal.json()["code"]) == (400, "invalid_input")
    assert set(refusal.json()["fields"]) == {field}


def test_an_export_is_given_whatever_is_accepted(visitor, keep):
    keep()
    answer = visitor.get(URL, {"format": "csv"}, headers={"Accept": "text/html"})
    assert answer.status_code == 200


def test_a_look_at_the_headers_costs_nothing(visitor, keep, monkeypatch):
    keep()
    monkeypatch.setattr("gallery.services.exports.iterate_photos", None)
    assert visitor.head(URL, {"format": "zip"}).getvalue() == b""


def test_exports_are_counted(visitor, settings):
    settings.THROTTLE_RATES = {"exports": "1/min"}
    export(visitor, "csv")
    refusal = visitor.get(URL, {"format": "csv"})
    assert (refusal.status_code, refusal.json()["code"]) == (429, "throttled")
    assert int(refusal["Retry-After"]) > 0


def test_an_export_without_the_pictures_is_refused(visitor, keep, own_media):
    keep()
    own_media.rename(own_media.with_name("away"))
    refusal = visitor.get(URL, {"format": "zip"})
    assert (refusal.status_code, refusal.json()["code"]) == (503, "storage_unavailable")


@pytest.mark.parametrize("form", ["zip", "csv", "npz"])
def test_an_export_of_a_damaged_database_is_refused(visitor, keep, form):
    def fail(execute, statement, *args):
        if "gallery_photo" in statement:
            raise DatabaseError
        return execute(statement, *args)

    keep()
    with connection.execute_wrapper(fail):
        refusal = visitor.get(URL, {"format": form})
    assert (refusal.status_code, refusal.json()["code"]) == (503, "storage_unavailable")
