"""Hands on the gallery's grid."""

from datetime import timedelta
from urllib.parse import urlsplit
from uuid import uuid4

from gallery.models import Photo
from tests.support.galleries import give_gallery

UNDO_MS = 10_000


def fill(page, count=2):
    """Give the visitor of a page a gallery of so many photos, and open it."""
    root = urlsplit(page.url)
    give_gallery(page.context, f"{root.scheme}://{root.netloc}", "7")
    multiply(count)
    page.goto("/gallery/")
    return page


def eventually(page, holds):
    """Wait until the server has done what no page hears of."""
    for _ in range(200):
        if holds():
            return
        page.wait_for_timeout(50)
    raise AssertionError("it never came to be")


def multiply(count):
    """Make of the one photo so many, each a second older, with files of its own."""
    first = Photo.objects.get()
    for number in range(1, count):
        copy = Photo.objects.get(pk=first.pk)
        copy.pk = uuid4()
        copy.created -= timedelta(seconds=number)
        for name in ("file", "thumbnail", "small_thumbnail"):
            file = getattr(first, name)
            getattr(copy, name).save(file.name, file, save=False)
        copy.save(force_insert=True)


def photos():
    return list(Photo.objects.order_by("-created"))


def tiles(page):
    return page.locator("[data-tile]:visible")


def ids(page):
    """Return what the grid shows, in its order."""
    return tiles(page).evaluate_all("all => all.map((tile) => tile.dataset.tile)")


def box(page, number):
    return tiles(page).nth(number).locator("[data-pick]")


def reading(page, number=0):
    return tiles(page).nth(number).locator("[data-correct]")


def chosen(page):
    """Return the numbers of the tiles that are chosen."""
    boxes = page.locator("[data-tile]:visible [data-pick]")
    checks = boxes.evaluate_all("all => all.map((box) => box.checked)")
    return [number for number, is_chosen in enumerate(checks) if is_chosen]


def press_long(page, number):
    """Keep a finger on a picture until it is chosen."""
    place = tiles(page).nth(number).bounding_box()
    spot = {"x": place["x"] + place["width"] / 2, "y": place["y"] + 90}
    session = page.context.new_cdp_session(page)
    touch = "Input.dispatchTouchEvent"
    session.send(touch, {"type": "touchStart", "touchPoints": [spot]})
    page.locator("[data-chosen][data-on]").wait_for()
    session.send(touch, {"type": "touchEnd", "touchPoints": []})
