"""Two tabs of one visit: what is done in one appears in the other."""

import pytest

from gallery.models import Photo
from tests.support.browser.gestures import choose, picture, wait_for_answers

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LISTEN = """async () => {
  const { onPhotoChange } = await import("/static/js/shared/photo-channel.js");
  window.received = [];
  onPhotoChange((change) => window.received.push(change));
}"""
CHANGE = """async (url) => {
  const { correctPhoto, deletePhoto } = await import("/static/js/shared/api.js");
  await correctPhoto(url, "1");
  await deletePhoto(url);
}"""


@pytest.mark.main_flow
def test_a_picture_kept_changed_and_deleted_reaches_another_tab(desktop):
    other = desktop.context.new_page()
    other.goto("/privacy/")
    other.evaluate(LISTEN)
    choose(desktop, picture())
    wait_for_answers(desktop)
    url = f"/api/v1/photos/{Photo.objects.get().pk}/"
    desktop.evaluate(CHANGE, url)
    other.wait_for_function("window.received.length === 3")
    assert other.evaluate("window.received") == [
        {"kind": kind, "url": url} for kind in ("added", "changed", "deleted")
    ]
