"""Cropping and turning: by pointer, finger and keys; what becomes of both pictures."""

import pytest
from playwright.sync_api import expect

from benchmarks.chromium import PHONE
from gallery.models import Photo
from tests.support.browser.gestures import (
    choose,
    draw,
    picture,
    slide_finger,
    wait_for_answers,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

STYLE = "(stage, side) => parseFloat(stage.style.getPropertyValue(side))"


def open_crop(page, text="71"):
    choose(page, picture(text))
    wait_for_answers(page)
    page.get_by_role("button", name="Crop or turn").click()
    page.locator("[data-crop][open]").wait_for()
    return page


def side(page, name):
    return page.locator("[data-crop-stage]").evaluate(STYLE, f"--{name}")


def corner(page, name):
    return page.get_by_role("button", name=f"{name} corner")


def read_again(page):
    page.get_by_role("button", name="Read it again").click()


def center_of(locator):
    box = locator.bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def size_of(photo):
    return photo.width, photo.height


def test_there_is_nothing_to_crop_before_an_answer_or_on_the_sheet(desktop):
    button = desktop.get_by_role("button", name="Crop or turn")
    expect(button).to_have_count(0)
    choose(desktop, picture())
    expect(button).to_be_enabled()
    draw(desktop, "7")
    expect(button).to_be_disabled()


@pytest.mark.main_flow
def test_a_corner_is_moved_by_keys_and_the_crop_read_and_kept(desktop):
    open_crop(desktop)
    corner(desktop, "Bottom right").focus()
    for _ in range(5):
        desktop.keyboard.press("Shift+ArrowLeft")
    desktop.keyboard.press("ArrowRight")
    assert side(desktop, "width") == pytest.approx(51)
    expect(desktop.locator("[data-crop-said]")).to_contain_text("width 51 %")
    read_again(desktop)
    wait_for_answers(desktop)
    desktop.get_by_text("seven.png, cropped").wait_for()
    expect(desktop.locator(".glyph-digit")).to_have_text(["7"])
    crop, whole = Photo.objects.all()
    assert crop.width == pytest.approx(0.51 * whole.width, abs=2)
    assert crop.height == whole.height


def test_the_frame_is_moved_by_keys(desktop):
    open_crop(desktop)
    corner(desktop, "Top left").focus()
    for key in ("Shift+ArrowRight", "Shift+ArrowDown"):
        desktop.keyboard.press(key)
    desktop.get_by_role("button", name="Frame").focus()
    desktop.keyboard.press("ArrowLeft")
    assert (side(desktop, "left"), side(desktop, "width")) == pytest.approx((9, 90))


def test_a_corner_follows_the_mouse(desktop):
    open_crop(desktop)
    x, y = center_of(corner(desktop, "Top left"))
    stage = desktop.locator("[data-crop-stage]").bounding_box()
    desktop.mouse.move(x, y)
    desktop.mouse.down()
    desktop.mouse.move(x + stage["width"] / 4, y + stage["height"] / 2, steps=4)
    desktop.mouse.up()
    assert side(desktop, "left") == pytest.approx(25, abs=1)
    assert side(desktop, "top") == pytest.approx(50, abs=1)
    desktop.mouse.move(x, y)
    assert side(desktop, "left") == pytest.approx(25, abs=1)


def test_a_corner_follows_the_finger(visit, seven):
    page = open_crop(visit(**PHONE))
    x, y = center_of(corner(page, "Bottom right"))
    stage = page.locator("[data-crop-stage]").bounding_box()
    slide_finger(page, [(x, y), (x - stage["width"] / 2, y - stage["height"] / 4)])
    assert side(page, "width") == pytest.approx(50, abs=2)
    assert side(page, "height") == pytest.approx(75, abs=3)


def test_the_dialog_fits_a_phone_and_its_handles_a_finger(visit, seven):
    page = open_crop(visit(**PHONE))
    expect(page.get_by_role("button", name="Read it again")).to_be_in_viewport()
    for name in ("Top left", "Bottom right"):
        box = corner(page, name).bounding_box()
        assert min(box["width"], box["height"]) >= 44
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 390


@pytest.mark.main_flow
def test_a_quarter_turn_swaps_the_sides_of_what_is_kept(desktop):
    open_crop(desktop)
    desktop.get_by_role("button", name="Turn right").click()
    read_again(desktop)
    desktop.get_by_text("seven.png, cropped").wait_for()
    wait_for_answers(desktop)
    crop, whole = Photo.objects.all()
    assert size_of(crop) == size_of(whole)[::-1]


def test_a_picture_is_levelled_finely_and_started_over(desktop):
    open_crop(desktop)
    slider = desktop.get_by_label("Level")
    slider.focus()
    desktop.keyboard.press("ArrowRight")
    expect(desktop.locator("[data-crop-degrees]")).to_have_text("0.5°")
    desktop.get_by_role("button", name="Start over").click()
    expect(desktop.locator("[data-crop-degrees]")).to_have_text("0°")
    expect(desktop.get_by_role("button", name="Start over")).to_be_disabled()


def test_the_whole_picture_stays_unless_that_is_not_wanted(desktop):
    open_crop(desktop)
    desktop.get_by_label("Keep the whole picture").uncheck()
    with desktop.expect_response(lambda r: r.request.method == "DELETE"):
        read_again(desktop)
    expect(desktop.locator(".strip-item")).to_have_count(1)
    expect(desktop.locator(".queue-row")).to_have_count(1)
    assert Photo.objects.count() == 1


def test_the_whole_picture_outlives_a_crop_that_fails(desktop):
    open_crop(desktop)
    desktop.get_by_label("Keep the whole picture").uncheck()
    refusal = {"code": "unreadable_photo", "detail": "Damaged."}
    desktop.route(
        "**/api/v1/photos/*", lambda route: route.fulfill(status=400, json=refusal)
    )
    read_again(desktop)
    wait_for_answers(desktop)
    expect(desktop.locator(".queue-row[data-state=failed]")).to_contain_text("Damaged.")
    assert Photo.objects.count() == 1


def test_thinking_better_of_it_changes_nothing(desktop):
    open_crop(desktop)
    desktop.keyboard.press("Escape")
    expect(desktop.locator("[data-crop]")).to_be_hidden()
    assert Photo.objects.count() == 1


@pytest.mark.main_flow
def test_a_kept_picture_is_cropped_on_its_own_page(visit, seven):
    desktop = visit("/gallery/NEWEST/", kept=("71",))
    whole = Photo.objects.get()
    desktop.get_by_role("button", name="Crop or turn").click()
    corner(desktop, "Bottom right").focus()
    desktop.keyboard.press("Shift+ArrowLeft")
    read_again(desktop)
    desktop.wait_for_url(lambda url: str(whole.pk) not in url)
    assert str(Photo.objects.exclude(pk=whole.pk).get().pk) in desktop.url


def test_a_picture_deleted_elsewhere_can_not_be_cropped_and_says_so(desktop):
    choose(desktop, picture())
    wait_for_answers(desktop)
    page = desktop.context.new_page()
    page.goto(f"/gallery/{Photo.objects.get().pk}/")
    page.route("**/image/", lambda route: route.abort())
    page.get_by_role("button", name="Crop or turn").click()
    expect(page.locator("[data-crop-problem]")).to_contain_text(
        "can't open the picture"
    )
