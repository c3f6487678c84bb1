"""Every refusal has a stable code and tells what to do."""

import pytest
from django.utils import translation

from recognizer import errors
from recognizer.errors import PhotoTooLarge, RecognizerError, UnsupportedFormat
from recognizer.jobs import archives, chunks, packs

# Of single pictures of a job: they are stored with its results, in one language.
RESULTS = [
    archives.MemberDamaged,
    archives.MemberEncrypted,
    archives.MemberNested,
    archives.MemberPathUnsafe,
    chunks.WorkerKilled,
    packs.PictureMissing,
]
KINDS = [kind for kind in RecognizerError.__subclasses__() if kind not in RESULTS]


def test_codes_are_stable():
    assert {kind.code for kind in KINDS} == {
        "busy",
        "empty_upload",
        "job_state_conflict",
        "model_unavailable",
        "photo_too_large",
        "server_error",
        "storage_full",
        "storage_unavailable",
        "unreadable_photo",
        "unsupported_format",
    }
    assert {kind.code for kind in RESULTS} == {
        "damaged_member",
        "encrypted_member",
        "nested_archive",
        "picture_missing",
        "unsafe_path",
        "worker_killed",
    }


@pytest.mark.parametrize("kind", KINDS)
def test_a_refusal_is_a_sentence_in_the_language_of_the_visitor(kind):
    english = str(kind().message)
    assert english.endswith(".")
    with translation.override("de"):
        assert str(kind().message) != english


@pytest.mark.parametrize("kind", RESULTS)
def test_a_refusal_among_results_is_a_sentence(kind):
    assert str(kind().message).endswith(".")


def test_a_message_may_be_more_specific():
    assert UnsupportedFormat("Send a PNG file.").message == "Send a PNG file."
    assert str(UnsupportedFormat("Send a PNG file.")) == "Send a PNG file."


@pytest.mark.parametrize(
    ("refusal", "limit"),
    [
        (PhotoTooLarge.in_bytes(20 * 1024 * 1024), "20 MB"),
        (PhotoTooLarge.in_bytes(3 * 1024 * 1024 // 2), "1.5 MB"),
        (PhotoTooLarge.in_pixels(50_000_000), "50 megapixels"),
        (PhotoTooLarge.in_length(20_000), "20,000 pixels"),
    ],
)
def test_a_picture_that_is_too_large_is_refused_with_the_limit(refusal, limit):
    assert limit in refusal.message
    assert refusal.code == "photo_too_large"


def test_numbers_have_three_digits_in_the_language_of_the_visitor():
    assert errors.format_number(1.23456) == "1.23"
    with translation.override("de"):
        assert errors.format_number(1.5) == "1,5"
