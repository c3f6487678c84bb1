"""The slideshow, by keyboard, by mouse and by itself."""

import re

import pytest

from gallery.models import Photo
from tests.browser.gestures import choose, picture, wait_for_answers

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SHOW = "/gallery/slideshow/"


@pytest.fixture
def show(desktop):
    """Return the slideshow of three pictures."""
    choose(desktop, *[picture(name=f"{i}.png") for i in range(3)])
    wait_for_answers(desktop, 3)
    desktop.goto(SHOW)
    return desktop


def place(page):
    return page.locator("[data-place]").inner_text()


def press(page, *keys):
    for key in keys:
        page.keyboard.press(key)
    return place(page)


def test_one_slide_is_shown_with_its_caption(show):
    slides = show.locator("[data-slide]:visible")
    assert slides.count() == 1
    assert slides.locator(".caption-label").inner_text() == "7"
    assert place(show) == "1 / 3"


def test_keys_walk_and_go_round(show):
    assert press(show, "ArrowRight") == "2 / 3"
    assert press(show, "End") == "3 / 3"
    assert press(show, "ArrowRight") == "1 / 3"
    assert press(show, "ArrowLeft") == "3 / 3"
    assert press(show, "Home") == "1 / 3"


def test_the_address_keeps_step_and_is_a_way_in(show):
    press(show, "ArrowRight")
    second = list(Photo.objects.all())[1]
    assert show.url.endswith(f"#{second.pk}")
    show.reload()
    assert place(show) == "2 / 3"


def test_a_thumbnail_turns_to_its_slide(show):
    show.locator(".thumb").nth(2).click()
    show.get_by_text("3 / 3").wait_for()
    assert show.locator(".thumb").nth(2).get_attribute("aria-current") == "true"


def test_space_plays_and_pauses(show):
    show.locator("[data-seconds]").select_option("2")
    show.locator("[data-seconds]").blur()
    press(show, " ")
    assert show.get_by_role("button", name="Pause").is_visible()
    show.get_by_text("2 / 3").wait_for()
    press(show, " ")
    assert show.get_by_role("button", name="Play").is_visible()


def test_playing_goes_on_after_a_step_by_hand(show):
    show.clock.install()
    press(show, " ", "ArrowRight")
    show.clock.run_for(4100)
    assert place(show) == "3 / 3"


def test_the_full_screen_is_entered_and_left(show):
    press(show, "f")
    show.locator("[data-slideshow]:fullscreen").wait_for()
    press(show, "f")
    show.locator("[data-slideshow]:not(:fullscreen)").wait_for()


def test_escape_leads_back_to_the_gallery(show):
    show.keyboard.press("Escape")
    show.wait_for_url(re.compile("/gallery/$"))


def test_buttons_turn_too(show):
    show.get_by_role("button", name="Next picture").click()
    assert place(show) == "2 / 3"
    show.get_by_role("button", name="Previous picture").click()
    assert place(show) == "1 / 3"


def test_a_step_leaves_the_page_where_it_is(show):
    press(show, "ArrowRight")
    assert show.evaluate("window.scrollY") == 0


def test_without_script_it_is_a_list(visit, seven):
    page = visit(java_script_enabled=False)
    for _ in range(2):
        page.goto("/")
        choose(page, picture())
        page.get_by_role("button", name="Read", exact=True).click()
    page.goto(SHOW)
    assert page.locator("[data-slide]:visible").count() == 2


def test_an_empty_slideshow_says_so(visit, seven):
    assert visit(SHOW).get_by_text("Nothing here yet").is_visible()
