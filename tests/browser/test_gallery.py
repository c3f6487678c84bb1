"""The gallery: whose it is, and what a visitor does in it."""

import pytest

from benchmarks.chromium import DESKTOP, PHONE
from gallery.models import Photo
from tests.support.browser.audits import find_overlaps
from tests.support.browser.gestures import choose, picture

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.main_flow
def test_two_browsers_do_not_see_each_other(visit, seven):
    mine, theirs = visit("/gallery/", kept="77"), visit("/gallery/")
    assert mine.locator("[data-tile]").count() == 2
    assert theirs.get_by_text("No pictures yet").is_visible()
    photo = Photo.objects.first()
    for address in ("", "image/", "thumbnail/"):
        assert theirs.request.get(f"/gallery/{photo.pk}/{address}").status == 404


@pytest.mark.parametrize("options", [DESKTOP, PHONE], ids=["desk", "phone"])
def test_nothing_lies_over_a_picture(visit, seven, options):
    page = visit("/gallery/", kept=("7", " ", "7" * 14), **options)
    parts = ".tile-pick, .tile-badge, .tile-said"
    assert page.locator(parts).count() == 9
    assert find_overlaps(page, parts, ".tile-picture") == []
    assert find_overlaps(page, ".tile-badge, .tile-pick", ".tile-said") == []


@pytest.mark.main_flow
def test_the_gallery_is_emptied_after_a_question(visit, seven):
    desktop = visit("/gallery/", kept="77")
    desktop.get_by_text("More …").click()
    desktop.get_by_text("Empty the gallery").click()
    desktop.get_by_role("button", name="Yes, delete all").click()
    desktop.get_by_text("No pictures yet").wait_for()
    assert not Photo.objects.exists()


@pytest.mark.main_flow
def test_the_strip_on_the_start_page_leads_to_the_slideshow(visit, seven):
    desktop = visit(kept="77")
    desktop.locator(".strip-link").nth(1).click()
    desktop.get_by_text("2 / 2").wait_for()


def test_thumbnails_show_the_whole_picture(visit, seven):
    desktop = visit("/gallery/slideshow/", kept="77")
    fit = "element => getComputedStyle(element).objectFit"
    assert desktop.locator(".thumb-picture").first.evaluate(fit) == "contain"


def test_without_script_one_chooser_feeds_the_button(visit, seven):
    page = visit(java_script_enabled=False)
    assert page.locator("[data-files]:visible").count() == 1


@pytest.mark.main_flow
def test_without_script_a_photo_is_corrected_and_deleted(visit, seven):
    page = visit(java_script_enabled=False)
    choose(page, picture())
    page.get_by_role("button", name="Read", exact=True).click()
    page.get_by_label("Correct digits").fill("1")
    page.get_by_role("button", name="Save").click()
    assert Photo.objects.get().correction == "1"
    page.get_by_role("button", name="Delete").click()
    assert page.get_by_text("No pictures yet").is_visible()
