"""What a visitor of the plain pages has kept."""

import pytest

from gallery.models import Photo


@pytest.fixture
def photo(visitor, upload):
    visitor.post("/upload/", {"image": upload()})
    return Photo.objects.get()
