"""ZIP files, also from people who mean harm."""

import io
import struct
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import pytest
from django.core.files.storage import default_storage

from recognizer.errors import EmptyUpload, PhotoTooLarge, UnsupportedFormat
from recognizer.jobs.models import Chunk, Job, JobPicture
from tests.recognizer.jobs.conftest import SEVEN

pytestmark = pytest.mark.django_db


def results(job):
    """Return the code of each picture by its name, None where it is read later."""
    pictures = JobPicture.objects.filter(job=job).order_by("index")
    return {p.name: p.result and p.result["code"] for p in pictures}


def test_pictures_in_folders_keep_their_names(zipped, read):
    made = zipped({"a/1.png": SEVEN, "b/1.png": SEVEN})
    assert read(made).read_count == 2
    assert set(results_of_read(made)) == {"a/1.png", "b/1.png"}


def results_of_read(job):
    pictures = JobPicture.objects.filter(job=job, state="read")
    return pictures.values_list("name", flat=True)


def test_folders_hidden_files_and_clutter_are_left_out(zipped):
    clutter = {"folder/": b"", "__MACOSX/._1.png": SEVEN, "a/.DS_Store": b"x"}
    made = zipped({**clutter, "a/Thumbs.db": b"x", "a/1.png": SEVEN})
    assert results(made) == {"a/1.png": None}


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("../1.png", "unsafe_path"),
        ("/etc/1.png", "unsafe_path"),
        ("a\\..\\..\\1.png", "unsafe_path"),
        ("C:/1.png", "unsafe_path"),
        ("inner.zip", "nested_archive"),
        ("inner.tar.gz", "nested_archive"),
    ],
)
def test_a_member_with_a_bad_name_fails_alone(zipped, name, code):
    made = zipped({name: SEVEN, "1.png": SEVEN})
    assert sorted(map(str, results(made).values())) == sorted([code, "None"])
    assert (made.total, made.failed_count) == (2, 1)


def test_an_archive_under_another_name_fails_alone(zipped, archive):
    inner = archive({"1.png": SEVEN}).getvalue()
    assert results(zipped({"1.png": inner})) == {"1.png": "nested_archive"}


def test_a_link_is_not_followed(zipped):
    link = ZipInfo("1.png")
    link.create_system, link.external_attr = 3, 0o120777 << 16
    assert results(zipped({link: b"/etc/passwd"})) == {"1.png": "unsafe_path"}


def test_an_encrypted_member_fails_alone(zipped, archive, monkeypatch):
    from recognizer.jobs import archives

    def encrypt(archive):
        members = archive.infolist()
        members[0].flag_bits |= archives.ENCRYPTED
        return iter(members)

    monkeypatch.setattr(archives, "iterate_files", encrypt)
    made = zipped({"1.png": SEVEN, "2.png": SEVEN})
    assert results(made) == {"1.png": "encrypted_member", "2.png": None}


def test_a_damaged_member_fails_alone(job, archive):
    from recognizer.jobs.intake import JobRequest, receive_archive
    from tests.recognizer.jobs.test_lifecycle import OWNER

    data = archive({"1.png": SEVEN, "2.png": SEVEN}).getvalue()
    spoiled = io.BytesIO(data.replace(SEVEN[-20:], b"?" * 20, 1))
    made = receive_archive(JobRequest(OWNER), spoiled)
    assert results(made) == {"1.png": "damaged_member", "2.png": None}


def test_empty_and_too_large_members_fail_alone(zipped, settings):
    settings.PHOTO_MAX_BYTES = len(SEVEN)
    made = zipped({"1.png": b"", "2.png": SEVEN + b"?", "3.png": SEVEN})
    assert list(results(made).values()) == ["empty_upload", "photo_too_large", None]


def test_a_job_whose_members_all_fail_is_finished(zipped):
    made = zipped({"1.png": b"", "2.zip": b"x"})
    assert (made.state, made.total, made.failed_count) == ("finished", 2, 2)
    assert not Chunk.objects.exists()


@pytest.mark.parametrize("data", [b"", b"no archive", SEVEN, b"PK\x05\x06"])
def test_what_is_no_archive_is_refused(data, job):
    from recognizer.jobs.intake import JobRequest, receive_archive
    from tests.recognizer.jobs.test_lifecycle import OWNER

    with pytest.raises(UnsupportedFormat):
        receive_archive(JobRequest(OWNER), io.BytesIO(data))
    assert not Job.objects.exists()


def test_an_archive_without_a_file_is_refused(zipped):
    with pytest.raises(EmptyUpload):
        zipped({"folder/": b""})
    assert not Job.objects.exists()


def test_an_archive_with_too_many_members_is_refused_and_nothing_stays(
    zipped, settings
):
    settings.JOB_MAX_PICTURES = 40
    with pytest.raises(PhotoTooLarge):
        zipped({f"{n}.png": SEVEN for n in range(41)})
    assert not JobPicture.objects.exists()
    assert default_storage.listdir("jobs") == ([], [])


def test_a_directory_that_is_too_long_is_not_parsed(archive, settings):
    from recognizer.jobs.archives import check_directory

    settings.JOB_MAX_PICTURES = 1
    file = archive({f"{n}.png": b"x" for n in range(110)})
    with pytest.raises(PhotoTooLarge):
        check_directory(file, 1)


def test_an_archive_that_unpacks_to_too_much_is_refused(db, settings):
    from recognizer.jobs.intake import JobRequest, receive_archive
    from tests.recognizer.jobs.test_lifecycle import OWNER

    settings.JOB_MAX_BYTES = 1_000_000
    file = io.BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as bomb:
        for n in range(5):
            bomb.writestr(f"{n}.png", bytes(300_000))
    assert len(file.getvalue()) < 5_000
    with pytest.raises(PhotoTooLarge):
        receive_archive(JobRequest(OWNER), file)
    assert not Job.objects.exists()


def test_members_that_share_their_bytes_count_each_time(db, settings, archive):
    from recognizer.jobs.intake import JobRequest, receive_archive
    from tests.recognizer.jobs.test_lifecycle import OWNER

    settings.JOB_MAX_BYTES = 4 * len(SEVEN)
    data = archive({"1.png": SEVEN}).getvalue()
    start, size = data.index(b"PK\x01\x02"), data.index(b"PK\x05\x06")
    entry = data[start:size] * 5
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 5, 5, len(entry), start, 0)
    with pytest.raises((PhotoTooLarge, UnsupportedFormat)):
        receive_archive(JobRequest(OWNER), io.BytesIO(data[:start] + entry + end))
    assert not Job.objects.exists()


def test_a_directory_of_64_bits_is_found():
    from recognizer.jobs.archives import Directory, find_directory

    large = b"PK\x06\x06" + bytes(20) + struct.pack("<4Q", 0, 70_000, 9_000_000, 0)
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 0xFFFF, 0xFFFF, 0xFFFFFFFF, 0, 0)
    found = find_directory(io.BytesIO(large + end))
    assert found == Directory(70_000, 9_000_000)
    with pytest.raises(UnsupportedFormat):
        find_directory(io.BytesIO(end))
