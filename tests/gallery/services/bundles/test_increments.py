"""Incremental backups: all rows, and only the pictures that earlier ones lack."""

from itertools import pairwise

import pytest
from django.core.files.storage import default_storage
from django.core.management import CommandError

from gallery.models import Photo
from gallery.services.bundles import backup as backups
from gallery.services.bundles.backup import write_backup
from gallery.services.bundles.chain import Chain
from gallery.services.bundles.reader import open_bundle
from gallery.services.bundles.verification import check_earlier_pictures
from gallery.services.photos import delete_photo
from tests.support.backups import empty_site, read_names, read_photo_ids, say

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("seven"),
]


@pytest.fixture
def chain(photos, path, add_photos):
    """Write three backups, each with a new photo; return their paths."""
    paths = [path, path.with_name("second.tar"), path.with_name("third.tar")]
    write_backup(path)
    for earlier, later in pairwise(paths):
        add_photos(1)
        write_backup(later, since=earlier)
    return paths


def pictures_of(path):
    return [name for name in read_names(path) if name.startswith("pictures/")]


def test_an_increment_holds_all_rows_and_only_new_pictures(chain):
    assert [len(read_photo_ids(path)) for path in chain] == [3, 4, 5]
    assert [len(pictures_of(path)) for path in chain] == [3, 1, 1]


def test_an_increment_names_the_backups_that_it_builds_on(chain):
    first, second, third = map(open_bundle, chain)
    assert first.needs == {}
    assert second.needs == {first.id: first.created}
    assert third.needs == {bundle.id: bundle.created for bundle in (first, second)}


def test_the_pictures_of_earlier_backups_are_not_read_again(photos, path):
    write_backup(path)
    for photo in photos:
        default_storage.delete(photo.file.name)
    backup = write_backup(path.with_name("second.tar"), since=path)
    assert (backup.photos, backup.pictures, backup.lost) == (3, 0, [])


def test_a_chain_is_restored_from_its_files_in_any_order(chain):
    before = list(Photo.objects.order_by("pk").values("pk", "reading", "file_sha256"))
    empty_site()
    say("restore", chain[2], chain[0], chain[1])
    after = list(Photo.objects.order_by("pk").values("pk", "reading", "file_sha256"))
    assert after == before
    assert all(default_storage.exists(photo.file.name) for photo in Photo.objects.all())


def test_what_was_deleted_between_two_backups_is_not_restored(photos, path):
    write_backup(path)
    name = photos[0].file.name
    delete_photo(photos[0])
    write_backup(path.with_name("second.tar"), since=path)
    empty_site()
    say("restore", path, path.with_name("second.tar"))
    assert Photo.objects.count() == 2
    assert not default_storage.exists(name)


def test_what_was_corrected_between_two_backups_is_restored(photos, path):
    write_backup(path)
    Photo.objects.update(correction="4")
    write_backup(path.with_name("second.tar"), since=path)
    empty_site()
    say("restore", path, path.with_name("second.tar"))
    assert set(Photo.objects.values_list("correction", flat=True)) == {"4"}


def test_a_picture_that_was_damaged_in_the_earlier_backup_is_saved_again(
    photos, path, own_media
):
    file = own_media / photos[0].file.name
    data = file.read_bytes()
    file.write_bytes(b"damaged")
    assert write_backup(path).damaged == [str(photos[0].pk)]
    file.write_bytes(data)
    backup = write_backup(path.with_name("second.tar"), since=path)
    assert (backup.pictures, backup.damaged) == (1, [])


def test_an_increment_alone_is_not_restored(chain):
    first, second, _ = map(open_bundle, chain)
    message = f"third.tar holds only .* made at: {first.created}, {second.created}"
    with pytest.raises(CommandError, match=message.replace("+", r"\+")):
        say("verifybackup", chain[2])


def test_a_picture_that_the_earlier_backup_lacks_is_named(chain, photos, monkeypatch):
    first, second = open_bundle(chain[0]), open_bundle(chain[1])
    name, other = photos[0].file.name, chain[0].with_name("other.tar")
    delete_photo(photos[0])
    monkeypatch.setattr(backups, "uuid4", lambda: first.id)
    write_backup(other)
    bundles = {first.id: open_bundle(other), second.id: second}
    faults = list(check_earlier_pictures(Chain(second, bundles)))
    assert faults == [f"{name} is missing in other.tar."]


def test_the_earlier_backup_is_not_written_over(photos, path):
    write_backup(path)
    before = path.read_bytes()
    with pytest.raises(CommandError, match="another file than the earlier backup"):
        say("backup", path, "--since", path)
    assert path.read_bytes() == before


def test_an_earlier_backup_that_is_damaged_is_refused(photos, path, tmp_path):
    path.write_bytes(b"no backup")
    with pytest.raises(CommandError, match=r"backup.tar is not a backup of a site"):
        say("backup", tmp_path / "second.tar", "--since", path)
    assert not (tmp_path / "second.tar").exists()


def test_a_clock_that_went_back_does_not_change_the_order(photos, path, monkeypatch):
    write_backup(path)
    first = open_bundle(path)
    later = first.created.replace("20", "30", 1)
    monkeypatch.setattr(
        "gallery.services.bundles.backup.open_bundle",
        lambda _: type(first)(path, first.manifest | {"created": later}, first.offsets),
    )
    write_backup(path.with_name("second.tar"), since=path)
    assert open_bundle(path.with_name("second.tar")).created > later
