"""`manage.py createbucket` makes the bucket of the photos, once and private."""

import urllib.error
import urllib.request
from uuid import uuid4

import pytest
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.test import override_settings

pytestmark = pytest.mark.xdist_group("s3")
S3_STORAGE = "digitsite.scaling.s3_storage.PrivateS3Storage"


@pytest.fixture
def stored_with(settings, s3_server):
    """Return a function that names a bucket which is not there yet."""
    bucket = uuid4().hex

    def build(**changed):
        options = {**s3_server.build_options(), "bucket_name": bucket} | changed
        backend = {"BACKEND": S3_STORAGE, "OPTIONS": options}
        storages = settings.STORAGES | {"default": backend}
        return override_settings(STORAGES=storages, S3_BUCKET=bucket)

    return build


def test_the_bucket_is_created_once(stored_with, capsys):
    with stored_with():
        assert default_storage.find_problem() == "The bucket does not exist."
        call_command("createbucket")
        assert capsys.readouterr().out.endswith(" was created.\n")
        assert default_storage.find_problem() == ""
        call_command("createbucket")
        assert capsys.readouterr().out.endswith(" is there.\n")


def test_the_bucket_is_private(stored_with, settings, s3_server):
    with stored_with():
        call_command("createbucket")
        url = f"{s3_server.endpoint}/{settings.S3_BUCKET}"
        with pytest.raises(urllib.error.HTTPError) as refusal:
            urllib.request.urlopen(url, timeout=10)
    assert 400 <= refusal.value.code < 500


def test_a_bucket_elsewhere_than_in_the_default_region_names_its_region(stored_with):
    with stored_with(region_name="eu-central-1"):
        client = default_storage.connection.meta.client
        sent = []
        client.meta.events.register(
            "before-sign.s3.CreateBucket", lambda request, **_: sent.append(request)
        )
        with pytest.raises(CommandError):  # the server is in another
            call_command("createbucket")
    assert b"<LocationConstraint>eu-central-1<" in sent[0].data


def test_a_key_that_may_not_create_it_is_an_error(stored_with):
    with stored_with(secret_key="wrong"), pytest.raises(CommandError, match="can't be"):
        call_command("createbucket")


def test_without_a_bucket_there_is_none_to_create(settings):
    settings.S3_BUCKET = ""
    with pytest.raises(CommandError, match="Set S3_BUCKET"):
        call_command("createbucket")
