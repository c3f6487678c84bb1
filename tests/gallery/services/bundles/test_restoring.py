"""A restored site is the site of before, for its browsers and programs."""

import pytest
from django.contrib.sessions.models import Session
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from digitsite.storage import PrivateStorage
from gallery.models import Pairing, Photo, Token
from gallery.services.bundles import restoring
from gallery.services.bundles.backup import write_backup
from gallery.services.bundles.restoring import reset_sequences
from gallery.services.bundles.writer import BundleWriter
from gallery.services.pairings import open_link
from tests.support.backups import empty_site, move_site, say

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("seven"),
]
PHOTOS = "/api/v1/photos/"


def keep(client, upload, **headers):
    response = client.post(PHOTOS, {"image": upload()}, headers=headers)
    assert response.status_code == 201
    return response.json()


def see(client):
    """Return what a client sees of its gallery: photos, and bytes of their pictures."""
    photos = client.get(PHOTOS).json()["results"]
    return photos, [client.get(photo["image"]).getvalue() for photo in photos]


def test_a_browser_finds_its_gallery_by_its_cookie(visitor, browser, upload, path):
    photo = keep(visitor, upload)
    visitor.patch(photo["url"], {"correction": "4"}, "application/json")
    before = see(visitor)
    move_site(path)
    assert see(visitor) == before
    assert before[0][0]["correction"] == "4"
    assert browser().get(photo["url"]).status_code == 404


def test_a_program_finds_its_gallery_by_its_token(program, upload, path):
    robot, other = program(), program("other")
    photo = keep(robot, upload)
    before, created = see(robot), Token.objects.get(name="robot").created
    move_site(path)
    assert see(robot) == before
    assert other.get(photo["url"]).status_code == 404
    assert Token.objects.get(name="robot").created == created


def test_a_revoked_token_stays_revoked(program, upload, path):
    robot = program()
    Token.objects.update(revoked=True)
    move_site(path)
    assert robot.get(PHOTOS).status_code == 401


@pytest.mark.parametrize("part", ["thumbnail/", "thumbnail/small/"])
def test_thumbnails_are_made_again(visitor, upload, path, part):
    url = keep(visitor, upload)["url"] + part
    before = visitor.get(url).getvalue()
    move_site(path)
    assert visitor.get(url).getvalue() == before
    name = "small_thumbnail" if "small" in part else "thumbnail"
    assert default_storage.exists(getattr(Photo.objects.get(), name).name)


def test_a_request_of_before_is_recognized(program, upload, path):
    robot, headers = program(), {"Idempotency-Key": "k"}
    photo = keep(robot, upload, **headers)
    move_site(path)
    answer = robot.post(PHOTOS, {"image": upload()}, headers=headers)
    assert (answer.json()["id"], answer["Idempotent-Replayed"]) == (photo["id"], "true")


def test_a_joined_phone_is_not_let_in(visitor, upload, path):
    keep(visitor, upload)
    open_link(Photo.objects.get().gallery_key)
    move_site(path)
    assert not Pairing.objects.exists()


def test_all_rows_are_as_they_were(photos, path):
    names = ["pk", *(f.attname for f in Photo._meta.concrete_fields)]
    names = [name for name in names if "thumbnail" not in name]
    before = list(Photo.objects.order_by("pk").values(*names))
    move_site(path)
    assert list(Photo.objects.order_by("pk").values(*names)) == before


def test_a_summary_is_printed(photos, path):
    say("backup", path)
    empty_site()
    assert say("restore", path).startswith(
        "Restored and compared: 0 tokens, 0 sessions, 3 photos, of 2"
    )


def test_a_dry_run_stores_nothing(photos, path):
    say("backup", path)
    empty_site()
    said = say("restore", "--dry-run", path)
    assert said == "Would be restored: 0 tokens, 0 sessions, 3 photos.\n"
    assert not Photo.objects.exists()
    assert not default_storage.exists(photos[0].file.name)


@pytest.mark.parametrize("options", [[], ["--dry-run"]])
def test_a_site_that_is_not_empty_is_left_as_it_is(photos, path, options):
    say("backup", path)
    with pytest.raises(CommandError, match=r"site is not empty: it has 3 photos. Rest"):
        say("restore", *options, path)
    assert set(Photo.objects.all()) == set(photos)


def test_a_damaged_backup_stores_nothing(photos, path):
    say("backup", path)
    empty_site()
    data = bytearray(path.read_bytes())
    data[1600] ^= 1
    path.write_bytes(data)
    with pytest.raises(CommandError, match=r"Nothing was restored. .* is damaged"):
        say("restore", path)
    assert not default_storage.exists(photos[0].file.name)


class SmallStorage(PrivateStorage):
    """Has space for two pictures."""

    left = [True, True]

    def _save(self, name, content):
        if not self.left:
            raise OSError(28, "No space left on device")
        self.left.pop()
        return super()._save(name, content)


def test_an_interrupted_restore_leaves_no_row_and_is_repeated(
    photos, path, settings, own_media
):
    say("backup", path)
    empty_site()
    small = {"BACKEND": f"{__name__}.SmallStorage"}
    storages = settings.STORAGES
    settings.STORAGES = storages | {"default": small}
    with pytest.raises(CommandError, match=r"Not restored: No space .* Repeat it"):
        say("restore", path)
    assert not Photo.objects.exists()
    settings.STORAGES = storages
    say("restore", path)
    assert Photo.objects.count() == 3


def test_a_file_that_is_missing_is_named(db, path):
    with pytest.raises(CommandError, match=f"restored. {path} can't be read: No such"):
        say("restore", path)


def test_a_picture_of_an_interrupted_restore_is_replaced_if_it_differs(
    photos, path, own_media
):
    say("backup", path)
    empty_site()
    file = own_media / photos[0].file.name
    file.write_bytes(b"half")
    say("restore", path)
    assert file.read_bytes() != b"half"


def fail(*args):
    raise DatabaseError("gone")


def test_a_database_that_fails_leaves_no_row(photos, path, monkeypatch):
    say("backup", path)
    empty_site()
    monkeypatch.setattr(restoring, "reset_sequences", fail)
    with pytest.raises(CommandError, match="Not restored: gone"):
        say("restore", path)
    assert not Photo.objects.exists()


def test_rows_that_the_database_changes_are_noticed(photos, path, monkeypatch):
    say("backup", path)
    empty_site()
    insert = restoring.insert_rows

    def insert_changed(table, rows):
        insert(table, [row | {"text": "4"} if "text" in row else row for row in rows])

    monkeypatch.setattr(restoring, "insert_rows", insert_changed)
    with pytest.raises(CommandError, match=r"has not stored gallery.photo as it was"):
        say("restore", path)
    assert not Photo.objects.exists()


def test_a_storage_that_changes_a_picture_is_noticed(photos, path, monkeypatch):
    say("backup", path)
    empty_site()
    save = PrivateStorage.save

    def save_elsewhere(self, name, content):
        return save(self, f"other/{name}", content)

    monkeypatch.setattr(type(default_storage._wrapped), "save", save_elsewhere)
    with pytest.raises(CommandError, match="has not kept photos/"):
        say("restore", path)
    assert not Photo.objects.exists()


def test_a_picture_is_not_stored_outside_of_the_storage(
    photos, path, monkeypatch, tmp_path
):
    Photo.objects.filter(pk=photos[0].pk).update(file="../escaped.png")
    monkeypatch.setattr(
        "gallery.services.bundles.backup.load_picture", lambda name: b"picture"
    )
    Photo.objects.update(file_sha256=None)
    write_backup(path)
    Photo.objects.all().delete()
    with pytest.raises(CommandError, match="picture is not in the storage"):
        say("restore", path)
    assert not (tmp_path / "escaped.png").exists()


def test_columns_that_came_later_get_their_defaults(photos, path, monkeypatch):
    def add_without(self, folder, record):
        later = ("correction", "file_sha256", "request_digest")
        add(self, folder, {k: v for k, v in record.items() if k not in later})

    add = BundleWriter.add_record
    monkeypatch.setattr(BundleWriter, "add_record", add_without)
    write_backup(path)
    empty_site()
    say("restore", path)
    photo = Photo.objects.first()
    values = (photo.correction, photo.file_sha256, photo.request_digest)
    assert values == (None, None, "")


def test_a_backup_of_a_later_version_is_refused_with_advice(photos, path, monkeypatch):
    finish = BundleWriter.finish
    migrations = {"migrations": {"gallery": "9999_later"}}
    monkeypatch.setattr(
        BundleWriter, "finish", lambda self, found: finish(self, found | migrations)
    )
    write_backup(path)
    empty_site()
    with pytest.raises(CommandError, match=r"by a later version \(gallery 9999_later"):
        say("restore", path)


def test_tables_that_are_not_migrated_are_reported(path):
    say("backup", path)
    MigrationExecutor(connection).migrate([("gallery", "0007_list_indexes")])
    try:
        with pytest.raises(CommandError, match=r"run `manage.py migrate`"):
            say("restore", path)
    finally:
        call_command("migrate", verbosity=0)


def test_tables_without_numbers_of_their_own_need_no_sequence(db):
    reset_sequences()


def test_an_old_cookie_opens_nothing_else(visitor, upload, path):
    keep(visitor, upload)
    move_site(path)
    [session] = Session.objects.all()
    assert session.get_decoded().keys() == {"gallery_key"}
