"""The folder of the photos is away, comes back, or is that of another database."""

import shutil
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection

from digitsite.monitoring.health import find_storage_problem
from digitsite.photo_folder.ownership import (
    MISSING,
    OF_ANOTHER,
    OWNER_FILE,
    WITHOUT_PHOTOS,
    FolderUnavailable,
    get_site,
    open_folder,
)
from digitsite.storage import find_write_problem
from gallery.models import Photo
from gallery.services.upkeep.retention import delete_orphans
from tests.support.traces import list_files

URL = "/api/v1/photos/"

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("seven"),
]


@pytest.fixture
def photo(visitor, upload, own_media):
    """Store a photo of a visitor; return its description."""
    return visitor.post(URL, {"image": upload()}).json()


@pytest.fixture
def away(own_media, tmp_path):
    """Return where the folder is while it is away."""
    return tmp_path / "away"


@pytest.fixture
def restart(settings, tmp_path):
    """Return a function that begins with a folder that was not used in this process."""

    def begin(folder):
        settings.MEDIA_ROOT = tmp_path / "other"
        if folder.exists():
            folder.rename(settings.MEDIA_ROOT)
        return settings.MEDIA_ROOT

    return begin


def test_at_first_the_folder_is_created_for_this_account_alone(own_media):
    assert find_storage_problem() == ""
    assert own_media.stat().st_mode & 0o777 == 0o700
    assert (own_media / OWNER_FILE).read_text().strip() == get_site()


@pytest.mark.parametrize("is_mountpoint_left", [True, False])
def test_a_folder_that_is_gone_is_not_created_again(
    visitor, upload, photo, own_media, away, is_mountpoint_left
):
    own_media.rename(away)
    if is_mountpoint_left:
        own_media.mkdir()
    assert find_storage_problem() == MISSING
    refusal = visitor.post(URL, {"image": upload()})
    assert (refusal.status_code, refusal.json()["code"]) == (503, "storage_unavailable")
    assert list_files(own_media) == []
    assert own_media.exists() == is_mountpoint_left
    shutil.rmtree(own_media, ignore_errors=True)
    away.rename(own_media)
    assert find_storage_problem() == ""
    assert visitor.post(URL, {"image": upload()}).status_code == 201


@pytest.mark.parametrize("name", ["image", "thumbnail"])
def test_pictures_of_a_folder_that_is_gone_are_not_called_deleted(
    visitor, photo, own_media, away, name
):
    own_media.rename(away)
    assert visitor.get(photo[name]).status_code == 503
    away.rename(own_media)
    assert visitor.get(photo[name]).status_code == 200


def test_no_backup_is_written_without_the_folder(photo, own_media, away, tmp_path):
    own_media.rename(away)
    with pytest.raises(CommandError, match="folder of the photos is missing"):
        call_command("backup", str(tmp_path / "backup.tar"))
    assert not (tmp_path / "backup.tar").exists()


def test_a_folder_that_goes_while_a_file_is_written_keeps_nothing(own_media, away):
    class Content(ContentFile):
        def chunks(self, chunk_size=None):
            own_media.rename(away)
            yield b"photo"

    default_storage.save("photos/ab/first.png", ContentFile(b"photo"))
    with pytest.raises(FolderUnavailable):
        default_storage.save("photos/ab/second.png", Content(b""))
    assert not own_media.exists()


def test_a_start_without_the_folder_is_noticed(photo, own_media, restart, away):
    own_media.rename(away)
    root = restart(own_media)
    assert find_storage_problem() == MISSING
    root.mkdir()
    assert find_storage_problem() == WITHOUT_PHOTOS
    assert list(root.iterdir()) == []
    (root / OWNER_FILE).touch()
    assert find_storage_problem() == ""


def test_a_folder_of_an_earlier_version_is_marked(photo, own_media, restart):
    (own_media / OWNER_FILE).unlink()
    root = restart(own_media)
    assert find_storage_problem() == ""
    assert (root / OWNER_FILE).read_text().strip() == get_site()


def test_files_of_another_database_are_not_deleted(photo, own_media, restart):
    (own_media / OWNER_FILE).write_text("site of 2020-01-01T00:00:00.000000\n")
    root = restart(own_media)
    Photo.objects.all().delete()
    assert find_storage_problem() == OF_ANOTHER
    with pytest.raises(FolderUnavailable):
        delete_orphans()
    with pytest.raises(CommandError, match="that of another database"):
        call_command("sweepfiles", "--dry-run")
    assert len(list_files(root)) == 3
    (root / OWNER_FILE).write_text("")
    assert find_storage_problem() == ""


def test_requests_that_come_first_at_once_create_one_folder(tmp_path):
    get_site()  # the threads have no connection of their own
    (tmp_path / "media").mkdir()
    (tmp_path / "media" / OWNER_FILE).touch()
    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(open_folder, [tmp_path / "media"] * 32)) == {None}
    assert [path.name for path in (tmp_path / "media").iterdir()] == [OWNER_FILE]


def test_a_database_that_does_not_answer_is_no_problem_of_the_folder(tmp_path):
    def fail(*args):
        raise DatabaseError

    get_site.cache_clear()
    with connection.execute_wrapper(fail):
        assert find_storage_problem() == ""


def test_a_folder_in_it_that_cannot_be_written_is_named(photo, monkeypatch):
    monkeypatch.setattr("os.access", lambda path, mode: path.name != "photos")
    assert find_storage_problem() == "Its folder photos can't be written."


@pytest.mark.parametrize(
    ("files", "free", "problem"),
    [
        (0, 0, ""),
        (1000, 900, ""),
        (1000, 7, "The disk is full: it has too many files."),
    ],
)
def test_a_disk_with_too_many_files_is_full(
    monkeypatch, tmp_path, files, free, problem
):
    space = {"f_bavail": 1 << 30, "f_frsize": 4096, "f_flag": 0}
    disk = SimpleNamespace(**space, f_files=files, f_favail=free)
    monkeypatch.setattr("os.statvfs", lambda _: disk)
    assert find_write_problem(tmp_path) == problem
