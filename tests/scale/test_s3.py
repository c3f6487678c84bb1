"""Photos in S3-compatible storage: kept, shown to their gallery alone, and deleted."""

import time
import urllib.error
import urllib.request
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import override_settings
from django.utils import timezone
from PIL import Image

from digitsite.diagnosis.disk import find_disk
from digitsite.scaling import s3_storage
from digitsite.scaling.s3_storage import PrivateS3Storage
from gallery.models import Photo
from gallery.services.upkeep import orphan_files
from gallery.services.upkeep.retention import delete_orphans
from tests.support.scale.processes import find_port

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("seven"),
    pytest.mark.xdist_group("s3"),
]
S3_STORAGE = "digitsite.scaling.s3_storage.PrivateS3Storage"
PHOTOS = "/api/v1/photos/"
PARTS = ("image/", "thumbnail/", "thumbnail/small/")
SHOWN = {"Sec-Fetch-Dest": "image"}
SECONDS = 2
# A server that is gone refuses connections.
WRONG = (
    {"bucket_name": "other"},
    {"secret_key": "wrong"},
    {"endpoint_url": f"http://127.0.0.1:{find_port()}"},
)


@pytest.fixture
def options(s3_server, tmp_path):
    return {
        **s3_server.build_options(),
        "location": tmp_path.name,
        "querystring_expire": SECONDS,
    }


@pytest.fixture
def in_s3(settings, options):
    """Keep photos in S3, under a prefix of this test."""
    with stored_with(settings, options):
        yield default_storage


def stored_with(settings, options):
    backend = {"BACKEND": S3_STORAGE, "OPTIONS": options}
    return override_settings(STORAGES=settings.STORAGES | {"default": backend})


@pytest.fixture
def redirecting(in_s3, s3_server, settings):
    settings.S3_PICTURE_ORIGIN = s3_server.endpoint


def keep(client, upload):
    response = client.post(PHOTOS, {"image": upload()})
    assert response.status_code == 201
    return response.json()


def fetch(url: str) -> bytes:
    with urllib.request.urlopen(url, timeout=10) as answer:
        return answer.read()


def status_of(url: str) -> int:
    try:
        fetch(url)
    except urllib.error.HTTPError as e:
        return e.code
    return 200


def list_objects(storage):
    return sorted(
        name
        for folder in orphan_files.FOLDERS
        for name in orphan_files.list_files(storage, folder)
    )


def test_a_photo_and_its_thumbnails_are_kept_shown_and_deleted(in_s3, visitor, upload):
    photo = keep(visitor, upload)
    assert list_objects(in_s3) == sorted(Photo.objects.get().file_names)
    for part in PARTS:
        picture = visitor.get(photo["url"] + part)
        assert Image.open(ContentFile(picture.getvalue())).width > 0
    assert visitor.delete(photo["url"]).status_code == 204
    assert list_objects(in_s3) == []


def test_the_bucket_answers_nobody_without_a_signature(in_s3, visitor, upload, options):
    keep(visitor, upload)
    [name, *_] = list_objects(in_s3)
    place = f"{options['bucket_name']}/{options['location']}/{name}"
    assert status_of(f"{options['endpoint_url']}/{place}") in (400, 403)


def test_a_page_is_sent_to_a_url_that_expires(redirecting, visitor, upload):
    photo = keep(visitor, upload)
    whole = visitor.get(photo["image"]).getvalue()
    answer = visitor.get(photo["image"], headers=SHOWN)
    assert (answer.status_code, answer["Cache-Control"]) == (302, "private, no-store")
    assert fetch(answer.url) == whole
    assert status_of(answer.url.replace("Expires=2", "Expires=3600")) == 403
    time.sleep(SECONDS + 1)
    assert status_of(answer.url) == 403


@pytest.mark.parametrize("part", PARTS)
def test_a_page_is_sent_to_thumbnails_too(redirecting, visitor, upload, part):
    url = keep(visitor, upload)["url"] + part
    answer = visitor.get(url, headers=SHOWN)
    assert fetch(answer.url) == visitor.get(url).getvalue()


def test_a_program_gets_the_picture_itself(redirecting, visitor, upload):
    photo = keep(visitor, upload)
    assert visitor.get(photo["image"]).status_code == 200
    script = visitor.get(photo["image"], headers={"Sec-Fetch-Dest": "empty"})
    assert script.status_code == 200


def test_nobody_else_gets_a_url(redirecting, visitor, browser, upload):
    photo = keep(visitor, upload)
    assert browser().get(photo["image"], headers=SHOWN).status_code == 404


def test_a_known_picture_is_not_sent_for_again(redirecting, visitor, upload):
    photo = keep(visitor, upload)
    etag = visitor.get(photo["image"])["ETag"]
    known = {**SHOWN, "If-None-Match": etag}
    assert visitor.get(photo["image"], headers=known).status_code == 304


def test_pages_allow_pictures_of_the_storage(redirecting, visitor, s3_server):
    policy = visitor.get("/")["Content-Security-Policy"]
    assert f"img-src 'self' data: blob: {s3_server.endpoint};" in policy


def test_a_url_names_the_endpoint_that_browsers_reach(options):
    storage = PrivateS3Storage(public_endpoint_url="https://s3.example", **options)
    assert storage.url("photos/a.jpg").startswith("https://s3.example/")


def test_a_range_of_a_picture(in_s3, visitor, upload):
    photo = keep(visitor, upload)
    part = visitor.get(photo["image"], headers={"Range": "bytes=0-3"})
    assert (part.status_code, len(part.getvalue())) == (206, 4)


def test_files_without_a_row_are_found_and_deleted(in_s3, visitor, upload, monkeypatch):
    keep(visitor, upload)
    kept = list_objects(in_s3)
    in_s3.save("photos/00/orphan.jpg", ContentFile(b"x"))
    assert delete_orphans() == 0
    monkeypatch.setattr(orphan_files, "MIN_AGE", -orphan_files.MIN_AGE)
    assert delete_orphans() == 1
    assert list_objects(in_s3) == kept


def test_many_files_are_deleted_by_few_requests(in_s3, monkeypatch):
    monkeypatch.setattr(s3_storage, "MAX_DELETED", 3)
    names = [in_s3.save(f"many/{n} ü.png", ContentFile(b"x")) for n in range(5)]
    sent = []
    client = in_s3.connection.meta.client
    client.meta.events.register("before-send.s3", lambda **_: sent.append(1))
    in_s3.delete_many([*names, "many/of nobody.png"])
    assert (len(sent), in_s3.listdir("many")[1]) == (2, [])


def test_files_that_can_not_be_deleted_are_reported(in_s3, options, settings):
    name = in_s3.save("one.png", ContentFile(b"x"))
    wrong = {**options, "secret_key": "wrong"}
    with stored_with(settings, wrong), pytest.raises(PermissionError):
        default_storage.delete_many([name])
    assert in_s3.exists(name)


def test_a_file_that_stays_is_reported(in_s3, monkeypatch):
    answer = {"Errors": [{"Key": "a.png", "Code": "AccessDenied"}]}
    bucket = SimpleNamespace(delete_objects=lambda Delete: answer)
    monkeypatch.setattr(PrivateS3Storage, "bucket", bucket)
    with pytest.raises(OSError, match="AccessDenied"):
        in_s3.delete_many(["a.png", "b.png"])


def test_a_missing_object_is_a_missing_file(in_s3):
    with pytest.raises(FileNotFoundError):
        in_s3.open("photos/00/none.jpg")
    assert not in_s3.exists("photos/00/none.jpg")
    in_s3.delete("photos/00/none.jpg")


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({}, None),
        (WRONG[0], "The bucket does not exist."),
        (WRONG[1], "The key may not use the bucket."),
        (WRONG[2], "The S3 server can't be reached."),
    ],
)
def test_the_health_check_says_what_is_wrong(
    settings, options, client, changed, reason
):
    with stored_with(settings, options | changed):
        reasons = client.get("/readyz").json().get("reasons", {})
    assert reasons.get("storage") == reason


@pytest.mark.parametrize("changed", WRONG)
def test_where_it_fails_nothing_is_kept(settings, options, visitor, upload, changed):
    with stored_with(settings, options | changed):
        refusal = visitor.post(PHOTOS, {"image": upload()})
    assert (refusal.status_code, refusal.json()["code"]) == (503, "storage_unavailable")
    assert not Photo.objects.exists()
    with stored_with(settings, options):
        keep(visitor, upload)


def test_doctor_writes_an_object(in_s3, settings):
    settings.S3_BUCKET = "photos"
    [finding] = [f for f in find_disk() if f.part == "photos"]
    assert finding.status == "ok"


def test_doctor_says_what_to_do_about_a_bucket(settings, options):
    settings.S3_BUCKET = "other"
    with stored_with(settings, options | WRONG[0]):
        [finding] = [f for f in find_disk() if f.part == "photos"]
    assert (finding.status, finding.detail) == ("failed", "The bucket does not exist.")
    assert "S3_BUCKET" in finding.action


def test_the_log_names_no_object_and_no_signature(in_s3, visitor, upload, caplog):
    caplog.set_level("DEBUG")
    keep(visitor, upload)
    lines = "\n".join(f"{r.getMessage()} {vars(r)}" for r in caplog.records)
    assert "POST /api/v1/photos/ 201" in lines
    secrets = (Photo.objects.get().pk.hex, "Signature", "for-tests-only")
    assert not [secret for secret in secrets if secret in lines]


def test_a_host_with_a_slow_clock_signs_urls_that_work(
    redirecting, visitor, upload, monkeypatch
):
    photo = keep(visitor, upload)
    slow = timezone.now() - timedelta(minutes=5)
    with monkeypatch.context() as patch:
        patch.setattr(s3_storage, "get_shared_time", lambda: slow)
        assert status_of(visitor.get(photo["image"], headers=SHOWN).url) == 403
    assert status_of(visitor.get(photo["image"], headers=SHOWN).url) == 200
