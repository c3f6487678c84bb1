"""Backups of earlier versions, frozen as text, are restored by this one."""

import json
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from gallery.models import Photo
from gallery.services.bundles.stored_pictures import compute_sha256
from tests.support.backups import say
from tests.support.frozen_bundle import FROZEN, describe, from_text

pytestmark = pytest.mark.django_db(transaction=True)
PHOTOS = "/api/v1/photos/"


@pytest.fixture(params=FROZEN, ids=lambda path: path.stem)
def site(request, path):
    """Restore the backup of an earlier version; return what it has to hold."""
    frozen = json.loads(request.param.read_text())
    path.write_bytes(from_text(frozen["backup"]))
    say("verifybackup", path)
    say("restore", path)
    # It may be years ago.
    tomorrow = timezone.now() + timedelta(days=1)
    Session.objects.update(expire_date=tomorrow)
    return frozen


def test_there_is_a_backup_of_the_first_format():
    assert FROZEN[0].stem == "format_1_gallery_0008"


def test_its_photos_are_all_there(site):
    photos = {str(photo.pk): describe(photo) for photo in Photo.objects.all()}
    assert photos == site["photos"]


def see(client, site, **headers):
    """Return the photos that a client sees; each is one of the backup."""
    photos = client.get(PHOTOS, headers=headers).json()["results"]
    for photo in photos:
        sha256 = compute_sha256(client.get(photo["image"], headers=headers).getvalue())
        assert sha256 == site["photos"][photo["id"]]["sha256"]
        assert photo["reading"]["numbers"]
        assert client.get(photo["thumbnail"], headers=headers).status_code == 200
    return photos


def test_its_browser_and_its_program_find_their_galleries(site, settings):
    browser = Client()
    browser.cookies[settings.SESSION_COOKIE_NAME] = site["session_key"]
    program = {"Authorization": f"Bearer {site['token']}"}
    assert (len(see(browser, site)), len(see(Client(), site, **program))) == (2, 1)
    assert see(Client(), site) == []
