"""The commands that keep a gallery clean."""

import os
import time
from datetime import timedelta
from io import StringIO
from uuid import uuid4

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.utils import timezone

from gallery.models import Photo
from gallery.services.submissions import submit_photo

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("seven", "own_media"),
]


def say(command, *options):
    out = StringIO()
    call_command(command, *options, stdout=out)
    return out.getvalue().strip()


def make_older(name, hours):
    then = time.time() - hours * 3600
    os.utime(default_storage.path(name), (then, then))


@pytest.fixture
def old(upload):
    photo = submit_photo(uuid4(), upload()).photo
    Photo.objects.update(created=timezone.now() - timedelta(days=31))
    return photo


@pytest.fixture
def orphan():
    name = default_storage.save(f"photos/ab/{uuid4().hex}.jpg", ContentFile(b"left"))
    make_older(name, hours=2)
    return name


@pytest.mark.django_db(transaction=True)
def test_prunephotos_deletes_what_is_too_old(old, upload):
    young = submit_photo(uuid4(), upload()).photo
    assert say("prunephotos") == "1 photos deleted."
    assert Photo.objects.get() == young
    assert not default_storage.exists(old.file.name)


def test_prunephotos_can_be_tried(old):
    assert say("prunephotos", "--dry-run") == "1 photos would be deleted."
    assert default_storage.exists(old.file.name)


def test_sweepfiles_deletes_what_no_photo_owns(orphan):
    assert say("sweepfiles") == "1 files deleted."
    assert not default_storage.exists(orphan)


def test_sweepfiles_can_be_tried(orphan):
    assert say("sweepfiles", "--dry-run") == "1 files would be deleted."
    assert default_storage.exists(orphan)


def test_sweepfiles_leaves_what_a_photo_owns(old):
    for name in old.file_names:
        make_older(name, hours=2)
    assert say("sweepfiles") == "0 files deleted."


def test_sweepfiles_leaves_what_may_be_of_a_photo_just_coming(orphan):
    make_older(orphan, hours=0.9)
    assert say("sweepfiles") == "0 files deleted."


def test_sweepfiles_deletes_what_a_kill_cut_short(orphan):
    name = "photos/ab/.saving-x"
    with open(default_storage.path(name), "wb") as file:
        file.write(b"half a photo")
    make_older(name, hours=2)
    assert say("sweepfiles") == "2 files deleted."


def test_sweepfiles_has_nothing_to_do_in_a_new_place():
    assert say("sweepfiles") == "0 files deleted."
