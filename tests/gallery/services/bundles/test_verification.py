"""Damaged, cut and foreign files are refused, and whole backups are not."""

import random
import tarfile
from io import BytesIO

import pytest
from django.core.management import CommandError

from gallery.services.bundles.backup import write_backup
from gallery.services.bundles.reader import open_bundle, read_members
from gallery.services.bundles.writer import VERSION, BundleWriter
from tests.support.backups import say

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("seven"),
]
FLIPS = 150


@pytest.fixture
def bundle(photos, path):
    write_backup(path)
    return path


def test_a_whole_backup_is_described(bundle):
    created = open_bundle(bundle).created
    said = say("verifybackup", bundle)
    assert said == f"Whole: 0 tokens, 0 sessions, 3 photos, of {created}.\n"


def test_neither_database_nor_storage_is_asked(
    bundle, settings, django_assert_num_queries
):
    settings.MEDIA_ROOT = bundle / "nowhere"
    with django_assert_num_queries(0):
        say("verifybackup", bundle)


def to_payload_offsets(path):
    """Return the offsets of all bytes that mean something."""
    with path.open("rb") as file:
        members = list(read_members(file))
    return [
        offset
        for member in members
        for offset in range(member.offset, member.offset_data + member.size)
        # Behind the checksum of a header, there is an empty byte.
        if offset != member.offset + 155
    ]


def test_any_byte_that_changes_is_noticed(bundle):
    data = bundle.read_bytes()
    chance = random.Random(7)
    for offset in chance.sample(to_payload_offsets(bundle), FLIPS):
        changed = bytearray(data)
        changed[offset] ^= 1 << chance.randrange(8)
        bundle.write_bytes(changed)
        with pytest.raises(CommandError):
            say("verifybackup", bundle)


@pytest.mark.parametrize("share", [0.01, 0.3, 0.6, 0.9, 0.999])
def test_a_backup_that_was_cut_is_not_whole(bundle, share):
    end = to_payload_offsets(bundle)[-1]
    bundle.write_bytes(bundle.read_bytes()[: round(share * end)])
    with pytest.raises(CommandError, match=r"not whole|not a backup|damaged"):
        say("verifybackup", bundle)


def test_each_damaged_picture_is_named(bundle, photos):
    data = bytearray(bundle.read_bytes())
    with bundle.open("rb") as file:
        members = {m.name: m.offset_data for m in read_members(file)}
    for photo in photos[:2]:
        data[members[f"pictures/{photo.file.name}"]] ^= 1
    bundle.write_bytes(data)
    with pytest.raises(CommandError) as raised:
        say("verifybackup", bundle)
    assert str(raised.value).count("is damaged") == 2
    assert photos[0].file.name in str(raised.value)


def rewrite(path, change):
    """Write the members of a bundle again, as a function returns them."""
    with tarfile.open(path) as archive:
        members = [(m.name, archive.extractfile(m).read()) for m in archive]
    with tarfile.open(path, "w") as archive:
        for name, data in change(members):
            member = tarfile.TarInfo(name)
            member.size = len(data)
            archive.addfile(member, BytesIO(data))


def test_a_missing_picture_is_named(bundle, photos):
    name = photos[2].file.name
    rewrite(bundle, lambda members: [m for m in members if name not in m[0]])
    with pytest.raises(CommandError, match=f"{name} is missing in backup.tar"):
        say("verifybackup", bundle)


def test_missing_rows_are_named(bundle):
    rewrite(bundle, lambda members: [m for m in members if "rows/" not in m[0]])
    with pytest.raises(CommandError, match=r"00001.jsonl.gz is missing in backup.tar"):
        say("verifybackup", bundle)


def test_a_changed_manifest_is_noticed(bundle):
    def change(members):
        return [(name, data.replace(b'"gallery.photo": 3', b'"gallery.photo": 2'))
                for name, data in members]  # fmt: skip

    rewrite(bundle, change)
    with pytest.raises(CommandError, match=r"The manifest of backup.tar is damaged"):
        say("verifybackup", bundle)


def forge(monkeypatch, path, **changes):
    """Write a backup whose manifest has other values."""
    finish = BundleWriter.finish
    monkeypatch.setattr(
        BundleWriter, "finish", lambda self, found: finish(self, found | changes)
    )
    write_backup(path)


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ({"gallery.photo": 4}, "lacks rows of gallery.photo"),
        ({"gallery.photo": 3, "gallery.poem": 0}, "gallery.poem, which this version"),
    ],
)
def test_counts_and_tables_are_compared(photos, path, monkeypatch, rows, message):
    forge(monkeypatch, path, rows=rows)
    with pytest.raises(CommandError, match=message):
        say("verifybackup", path)


def test_an_index_of_other_photos_is_noticed(photos, path, monkeypatch):
    add = BundleWriter.add_record

    def skip_first(self, folder, record):
        if folder != "index/" or self.counts[folder]:
            add(self, folder, record)
        self.counts[folder] += folder == "index/"

    monkeypatch.setattr(BundleWriter, "add_record", skip_first)
    write_backup(path)
    with pytest.raises(CommandError, match=r"index of backup.tar is not that of its"):
        say("verifybackup", path)


def test_a_later_format_is_refused_with_advice(bundle):
    old, new = f'"version": {VERSION}', f'"version": {VERSION + 1}'

    def change(members):
        return [(name, data.replace(old.encode(), new.encode()))
                for name, data in members]  # fmt: skip

    rewrite(bundle, change)
    with pytest.raises(CommandError, match=r"has format 2, .* install the version"):
        say("verifybackup", bundle)


@pytest.mark.parametrize("content", [b"", b"text", b"PK\x03\x04" + bytes(2000)])
def test_another_file_is_no_backup(path, content):
    path.write_bytes(content)
    with pytest.raises(CommandError, match="is not a backup of a site"):
        say("verifybackup", path)


def test_another_tar_file_is_no_backup(path, tmp_path):
    (tmp_path / "a").touch()
    with tarfile.open(path, "w") as archive:
        archive.add(tmp_path / "a", "a")
    with pytest.raises(CommandError, match="is not a backup of a site"):
        say("verifybackup", path)


def test_a_file_that_is_missing_is_reported(path):
    with pytest.raises(CommandError, match="can't be read: No such file"):
        say("verifybackup", path)
