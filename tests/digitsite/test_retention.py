"""A server deletes by itself what is too old."""

import time
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.db import DatabaseError
from django.utils import timezone

from digitsite.serving import retention
from digitsite.serving.retention import RetentionThread, start_retention
from gallery.models import Photo
from tests.support.traces import list_files

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("seven"),
]
PATIENCE_SECONDS = 20


@pytest.fixture
def run():
    """Return a function that starts a thread and ends it once a condition holds."""

    def until(condition):
        thread = RetentionThread(first_seconds=0)
        thread.start()
        end = time.monotonic() + PATIENCE_SECONDS
        while not condition() and time.monotonic() < end:
            time.sleep(0.02)
        thread.end()
        thread.join(PATIENCE_SECONDS)
        assert not thread.is_alive()
        return condition()

    return until


def test_what_is_too_old_goes_without_any_command(visitor, upload, own_media, run):
    for _ in range(2):
        visitor.post("/api/v1/photos/", {"image": upload()})
    old, young = Photo.objects.all()
    long_ago = timezone.now() - timedelta(days=31)
    Photo.objects.filter(pk=old.pk).update(created=long_ago)
    Session.objects.update(expire_date=long_ago)
    orphan = own_media / "photos" / "ab" / "orphan.jpg"
    orphan.parent.mkdir(exist_ok=True)
    orphan.touch()
    (own_media / "photos").chmod(0o700)
    assert run(lambda: not Session.objects.exists())
    assert Photo.objects.get() == young
    files = {path.name for path in list_files(own_media)}
    assert files == {name.rpartition("/")[2] for name in young.file_names} | {
        orphan.name  # too young to be one
    }


def test_a_run_that_fails_is_followed_by_another(monkeypatch, settings, caplog, run):
    settings.RETENTION_MINUTES = 0.0001
    runs = []

    def fail_first():
        runs.append(None)
        if len(runs) == 1:
            raise DatabaseError("locked")
        return 0

    monkeypatch.setattr(retention, "delete_expired", fail_first)
    assert run(lambda: len(runs) > 1)
    assert "could not be deleted" in caplog.text


def test_an_operator_may_do_it_instead(settings):
    settings.RETENTION_MINUTES = 0
    assert start_retention() is None
