"""Fixtures of the tests of bundles: a file for one, and photos to put into it."""

from uuid import uuid4

import pytest

from gallery.services.submissions import submit_photo


@pytest.fixture
def path(tmp_path):
    return tmp_path / "backup.tar"


@pytest.fixture
def add_photos(upload):
    """Return a function that stores photos, each in a gallery of its own."""
    return lambda count: [submit_photo(uuid4(), upload()).photo for _ in range(count)]


@pytest.fixture
def photos(add_photos):
    return add_photos(3)
