"""The doctor: every part is looked at, and what fails is named with what to do."""

import errno
import json
import re
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.checks import Error, Warning, run_checks
from django.core.files.storage import InMemoryStorage
from django.core.management import call_command
from django.db import DatabaseError, connection
from django.db.migrations.recorder import MigrationRecorder

from digitsite.diagnosis import database, disk
from digitsite.diagnosis.disk import (
    describe_space,
    find_photos_folder,
    find_static_files,
)
from digitsite.diagnosis.machine import describe_clock, find_processor, read_features
from digitsite.diagnosis.model import ACTIONS, describe_settings, find_model
from digitsite.monitoring import health
from digitsite.photo_folder.ownership import MISSING
from gallery.models import Photo
from tests.support.traces import list_files

NOW = datetime(2026, 11, 30, 12, tzinfo=UTC)
PARTS = {
    "engine",
    "model",
    "settings",
    "processor",
    "clock",
    "photos",
    "static files",
    "database",
    "migrations",
    "redis",
    "proxy",
}


def examine():
    """Return the exit code and the findings by part."""
    out, code = StringIO(), 0
    try:
        call_command("doctor", "--json", stdout=out)
    except SystemExit as end:
        code = end.code
    findings = json.loads(out.getvalue())
    return code, {finding["part"]: finding for finding in findings}


@pytest.fixture
def healthy(db, settings, tmp_path):
    settings.STATIC_ROOT = tmp_path / "static"
    (settings.STATIC_ROOT / "css").mkdir(parents=True)
    settings.DEBUG = True  # the key of the tests is not one for production


def test_every_part_of_a_healthy_site_is_well(healthy):
    code, findings = examine()
    assert set(findings) == PARTS
    bad = {part for part, found in findings.items() if found["status"] != "ok"}
    assert (code, bad) == (0, {"proxy"})  # without --url, nothing is sent


def test_what_fails_has_exit_code_1_and_a_line_with_what_to_do(healthy, broken_model):
    out = StringIO()
    with pytest.raises(SystemExit) as end:
        call_command("doctor", stdout=out)
    assert end.value.code == 1
    [line] = [n for n, t in enumerate(out.getvalue().split("\n")) if "failed" in t]
    assert "-> Restore ml/artifacts" in out.getvalue().split("\n")[line + 1]


def test_an_engine_that_does_not_exist_is_named(healthy, settings):
    settings.DIGIT_ENGINE = "abacus"
    _, findings = examine()
    assert findings["engine"]["status"] == "failed"
    assert "keras" in findings["engine"]["action"]


def test_settings_that_production_should_not_have_are_warnings(healthy, settings):
    settings.DEBUG = False
    # Tests that drive a browser set a variable that Django itself refuses.
    found = [
        f for f in find_model() if f.part == "settings" and "ASYNC" not in f.detail
    ]
    assert {finding.status for finding in found} == {"warning"}, found
    assert any("DJANGO_" in finding.action for finding in found)


def test_what_to_do_about_a_setting_names_what_is_set_in_the_environment():
    source = (Path(__file__).parents[2] / "digitsite/settings.py").read_text()
    text = " ".join(ACTIONS.values())
    names = re.findall(r"[A-Z]+_[A-Z_]+", text)
    assert [name for name in names if f'"{name}"' not in source] == []


def test_what_django_warns_of_is_said_with_the_settings_of_the_site(settings):
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = False
    messages = run_checks(tags=["security"], include_deployment_checks=True)
    names = {message.id for message in messages if message.id.startswith("security.")}
    assert {"security.W004", "security.W010", "security.W016"} <= names
    assert names - ACTIONS.keys() == set()


def test_an_error_of_the_settings_fails_and_a_warning_does_not():
    messages = [Error("wrong", hint="fix it", id="x.E1"), Warning("odd", id="x.W1")]
    found = list(describe_settings(messages))
    assert [finding.status for finding in found] == ["failed", "warning"]
    assert (found[0].action, "x.W1" in found[1].action) == ("fix it", True)


def test_migrations_that_are_left_are_named(healthy):
    MigrationRecorder(connection).record_unapplied("gallery", "0008_file_sha256")
    code, findings = examine()
    assert (code, findings["migrations"]["status"]) == (1, "failed")
    assert "gallery.0008_file_sha256" in findings["migrations"]["detail"]
    assert "manage.py migrate" in findings["migrations"]["action"]


def test_a_database_that_is_gone_is_reported(healthy, monkeypatch):
    def fail(*args):
        raise DatabaseError("no such host")

    monkeypatch.setattr(database, "find_pending_migrations", fail)
    monkeypatch.setattr(Photo.objects, "exists", fail)
    code, findings = examine()
    assert (code, findings["database"]["status"]) == (1, "failed")
    assert "DATABASE_URL" in findings["database"]["action"]
    assert "host" not in findings["database"]["detail"]


class Forgetful:
    """A cache that keeps nothing."""

    def set(self, *args, **kwargs): ...

    def get(self, key): ...

    def delete(self, key): ...


class Unreachable(Forgetful):
    def set(self, *args, **kwargs):
        raise ConnectionError("refused")


@pytest.mark.parametrize(
    ("cache", "words"), [(Forgetful(), "forgets"), (Unreachable(), "ConnectionError")]
)
def test_redis_that_fails_is_reported(monkeypatch, cache, words):
    monkeypatch.setattr(database, "cache", cache)
    [found] = database.find_redis("redis://127.0.0.1:1")
    assert (found.status, words in found.detail) == ("failed", True)


def test_redis_that_keeps_what_is_written_is_well():
    [found] = database.find_redis("redis://of-tests")  # the cache is that of the tests
    assert found.status == "ok"


def test_several_workers_without_redis_are_a_warning(monkeypatch):
    monkeypatch.setenv("WEB_CONCURRENCY", "4")
    [found] = database.find_redis("")
    assert (found.status, "4 workers" in found.detail) == ("warning", True)


@pytest.mark.django_db
def test_a_folder_that_cannot_be_used_fails(tmp_path, settings):
    (tmp_path / "file").touch()
    settings.MEDIA_ROOT = tmp_path / "file" / "media"
    found = find_photos_folder(settings.MEDIA_ROOT)
    assert (found.status, "MEDIA_ROOT" in found.action) == ("failed", True)


@pytest.mark.parametrize(
    ("problem", "words"),
    [
        (MISSING, "Mount"),
        ("Temporary files (TMPDIR): The disk is full.", "TMPDIR"),
        ("The disk is full.", "Free some space"),
        ("The folder can't be written.", "chown"),
    ],
)
def test_what_to_do_about_a_folder_depends_on_what_is_wrong(tmp_path, problem, words):
    assert words in disk.find_action(problem, tmp_path)


@pytest.mark.django_db
def test_a_folder_of_another_account_is_a_warning(own_media, monkeypatch):
    own_media.mkdir()
    monkeypatch.setattr("os.geteuid", lambda: own_media.stat().st_uid + 1)
    found = find_photos_folder(own_media)
    assert (found.status, "as the account" in found.action) == ("warning", True)


@pytest.mark.django_db
def test_a_look_at_the_folder_leaves_nothing_there(own_media):
    assert find_photos_folder(own_media).status == "ok"
    assert list_files(own_media) == []


class Bucket(InMemoryStorage):
    """A bucket whose key may write."""

    def find_problem(self):
        return ""


class ReadOnlyBucket(Bucket):
    def _save(self, name, content):
        raise PermissionError(errno.EACCES, "Permission denied")


@pytest.mark.parametrize(
    ("bucket", "status"), [(Bucket(), "ok"), (ReadOnlyBucket(), "failed")]
)
def test_an_object_is_stored_in_the_bucket_and_deleted(
    settings, monkeypatch, bucket, status
):
    settings.S3_BUCKET = "pictures"
    monkeypatch.setattr(disk, "default_storage", bucket)
    monkeypatch.setattr(health, "default_storage", bucket)
    found = next(disk.find_disk())
    assert (found.part, found.status) == ("photos", status)
    assert bool(found.action) == (status == "failed")
    folders, files = bucket.listdir("")
    assert [bucket.listdir(folder)[1] for folder in folders] in ([], [[]])
    assert files == []


@pytest.mark.parametrize(("free", "status"), [(5e8, "warning"), (5e9, "ok")])
def test_little_space_is_a_warning(tmp_path, free, status):
    found = describe_space(tmp_path, int(free))
    assert (found.status, f"{free / 1024**3:.1f} GB" in found.detail) == (status, True)


def test_static_files_that_were_not_collected_fail(tmp_path, settings):
    settings.DEBUG = False
    found = find_static_files(tmp_path)
    assert (found.status, "collectstatic" in found.action) == ("failed", True)


@pytest.mark.parametrize(
    ("engine", "features", "status"),
    [
        ("keras", {"sse4_2"}, "failed"),
        ("litert", {"sse4_2"}, "ok"),
        ("keras", {"avx", "avx2"}, "ok"),
        ("keras", set(), "ok"),
    ],
)
def test_a_processor_without_avx_runs_litert_only(
    settings, monkeypatch, engine, features, status
):
    monkeypatch.setattr("platform.machine", lambda: "x86_64")
    settings.DIGIT_ENGINE = engine
    assert find_processor(features).status == status


def test_features_are_those_of_the_first_core(tmp_path):
    file = tmp_path / "cpuinfo"
    file.write_text("model\t: x\nflags\t\t: fpu avx\nflags\t\t: fpu\n")
    assert read_features(file) == {"fpu", "avx"}
    assert read_features(tmp_path / "missing") == set()


@pytest.mark.parametrize(
    ("skew", "newest", "status"),
    [
        (None, None, "ok"),
        (0, -60, "ok"),
        (300, None, "failed"),
        (-300, None, "failed"),
        (None, 300, "failed"),
    ],
)
def test_a_clock_that_is_wrong_fails(skew, newest, status):
    found = describe_clock(
        NOW,
        None if skew is None else timedelta(seconds=skew),
        None if newest is None else NOW + timedelta(seconds=newest),
    )
    assert (found.status, bool(found.action)) == (status, status == "failed")
