"""Fixtures of the service tests: a photo in a gallery of its own."""

from uuid import uuid4

import pytest

from gallery.services.submissions import submit_photo
from tests.support.traces import list_files as find_files


@pytest.fixture
def gallery_key():
    return uuid4()


@pytest.fixture
def photo(seven, db, gallery_key, upload):
    """Store a photo of a seven by the service, without request or page."""
    return submit_photo(gallery_key, upload()).photo


@pytest.fixture
def list_files(own_media):
    """Return a function that lists the stored files, relative to their folder."""

    def build():
        return [str(path.relative_to(own_media)) for path in find_files(own_media)]

    return build
