"""The slideshow, by keyboard, by mouse and by itself."""

import re

import pytest
from playwright.sync_api import expect

from gallery.models import Photo

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SHOW = "/gallery/slideshow/"
LOCK = """() => {
  window.locks = 0;
  const release = async () => { window.locks -= 1; };
  navigator.wakeLock.request = async () => { window.locks += 1; return { release }; };
}"""


def place(page):
    return page.locator("[data-place]").inner_text()


def press(page, *keys):
    for key in keys:
        page.keyboard.press(key)
    return place(page)


def option(page, name):
    """Open the options, if need be, and return one of them."""
    if not page.locator(".menu[open]").count():
        page.locator(".menu > summary").click()
    return page.get_by_label(name)


def opacity_of(page, selector):
    return page.locator(selector).evaluate("e => Number(getComputedStyle(e).opacity)")


@pytest.mark.main_flow
def test_one_slide_is_shown_with_its_caption(show):
    expect(show.locator(".slide:visible")).to_have_count(1)
    expect(show.locator(".caption-label")).to_have_text("7")
    expect(show.locator("[data-caption-sure]")).to_contain_text("Almost certain")
    expect(show.locator("[data-caption-time]")).to_contain_text("20")


@pytest.mark.main_flow
def test_keys_walk_and_go_round(show):
    assert press(show, "ArrowRight") == "2 / 3"
    assert press(show, "End") == "3 / 3"
    assert press(show, "ArrowRight") == "1 / 3"
    assert press(show, "ArrowLeft") == "3 / 3"
    assert press(show, "Home") == "1 / 3"
    assert press(show, "n", "n", "N") == "2 / 3"


def test_the_address_keeps_step_and_is_a_way_in(show):
    press(show, "ArrowRight")
    second = list(Photo.objects.all())[1]
    show.wait_for_url(re.compile(f"#{second.pk}$"))
    show.reload()
    show.get_by_text("2 / 3").wait_for()


def test_the_address_is_changed_by_hand(show):
    third = list(Photo.objects.all())[2]
    show.evaluate("id => { location.hash = id; }", str(third.pk))
    show.get_by_text("3 / 3").wait_for()


def test_an_address_of_a_picture_that_is_gone_says_so(show):
    show.evaluate("location.hash = 'nobody'")
    show.get_by_text("no longer in your gallery").wait_for()
    assert place(show) == "1 / 3"


def test_a_thumbnail_turns_to_its_slide(show):
    show.locator(".thumb").nth(2).click()
    show.get_by_text("3 / 3").wait_for()
    assert show.locator(".thumb").nth(2).get_attribute("aria-current") == "true"


def test_the_strip_is_one_stop_and_follows_the_arrows(show):
    show.locator(".thumb").nth(0).focus()
    press(show, "ArrowRight")
    expect(show.locator(".thumb").nth(1)).to_be_focused()
    expect(show.locator(".thumb[tabindex='0']")).to_have_count(1)


@pytest.mark.main_flow
def test_space_plays_and_pauses(show):
    show.locator("[data-seconds]").select_option("2")
    show.locator("[data-seconds]").blur()
    press(show, " ")
    assert show.get_by_role("button", name="Pause").is_visible()
    show.get_by_text("2 / 3").wait_for()
    press(show, " ")
    assert show.get_by_role("button", name="Play").is_visible()


def test_playing_and_pausing_both_go_on_after_a_step_by_hand(show):
    show.clock.install()
    press(show, " ", "ArrowRight")
    expect(show.locator(".caption-waiting")).to_have_count(0)
    show.clock.run_for(4100)
    show.get_by_text("3 / 3").wait_for()
    press(show, " ", "ArrowLeft")
    show.clock.run_for(9000)
    assert place(show) == "2 / 3"


def test_options_are_remembered(show):
    show.locator("[data-seconds]").select_option("8")
    option(show, "Caption").uncheck()
    show.reload()
    show.get_by_text("1 / 3").wait_for()
    expect(show.locator("[data-seconds]")).to_have_value("8")
    expect(show.locator(".caption")).to_be_hidden()


@pytest.mark.main_flow
def test_boxes_are_shown_when_wanted(show):
    box = show.locator(".slide-shown .slide-box")
    expect(box).to_be_hidden()
    press(show, "b")
    expect(box).to_be_visible()
    expect(show.locator(".slide-shown .slide-label")).to_have_text("7")


def test_letters_can_be_turned_off(show):
    option(show, "Letters").uncheck()
    press(show, "b", "n")
    assert place(show) == "1 / 3"
    expect(show.locator(".slide-shown .slide-box")).to_be_hidden()


def test_the_keys_are_listed(show):
    press(show, "?")
    show.get_by_role("dialog").get_by_text("Play, pause").wait_for()
    press(show, "Escape")
    expect(show.get_by_role("dialog")).to_be_hidden()
    assert SHOW in show.url


def test_a_step_by_hand_is_read_aloud_and_one_by_itself_is_not(show):
    spoken = show.locator("[data-spoken]")
    press(show, "ArrowRight")
    expect(spoken).to_have_text("Picture 2 of 3: 7. Read.")
    press(show, " ", "ArrowRight")
    expect(show.locator(".slide-shown img")).to_have_attribute("alt", re.compile("7"))
    expect(spoken).to_be_empty()


def test_controls_fade_while_nobody_moves(show):
    show.clock.install()
    press(show, " ")
    show.clock.run_for(3100)
    expect(show.locator(".show-tools")).to_have_css("opacity", "0")
    show.mouse.move(300, 300)
    expect(show.locator(".show-tools")).to_have_css("opacity", "1")


@pytest.mark.parametrize("reason", ["focus", "calm"])
def test_controls_stay_for_the_keyboard_and_for_calm(show, reason):
    if reason == "calm":
        show.emulate_media(reduced_motion="reduce")
    show.clock.install()
    press(show, " ")
    if reason == "focus":
        show.keyboard.press("Tab")
    show.clock.run_for(3100)
    expect(show.locator("[data-show]")).to_have_attribute("data-idle", "")
    show.clock.run_for(1000)
    assert opacity_of(show, ".show-tools") == 1


def test_the_screen_stays_awake_while_it_plays(show):
    show.evaluate(LOCK)
    press(show, " ")
    show.wait_for_function("window.locks === 1")
    press(show, " ")
    show.wait_for_function("window.locks === 0")


def test_the_full_screen_is_entered_and_left(show):
    press(show, "f")
    show.locator("[data-show]:fullscreen").wait_for()
    press(show, "f")
    show.locator("[data-show]:not(:fullscreen)").wait_for()


def test_escape_leads_back_to_the_gallery(show):
    show.keyboard.press("Escape")
    show.wait_for_url(re.compile("/gallery/$"))


def test_both_edges_of_the_picture_turn(show):
    stage = show.locator("[data-stage]").bounding_box()
    middle = stage["y"] + stage["height"] / 4
    show.mouse.click(stage["x"] + stage["width"] - 60, middle)
    assert place(show) == "2 / 3"
    show.mouse.click(stage["x"] + 60, middle)
    assert place(show) == "1 / 3"


@pytest.mark.main_flow
def test_a_corrected_reading_says_so_and_the_way_there_is_short(show):
    show.keyboard.press("e")
    show.wait_for_url(re.compile("#correct$"))
    expect(show.locator("[name=correction]")).to_be_focused()
    show.keyboard.type("1")
    with show.expect_navigation():
        show.keyboard.press("Enter")
    show.goto(SHOW)
    expect(show.locator("[data-caption-badge]")).to_have_text("Corrected")
    expect(show.locator("[data-caption-sure]")).to_have_text("Read as 7")


@pytest.mark.main_flow
def test_the_arrows_lead_from_photo_to_photo(show):
    newest, second, _ = Photo.objects.all()
    show.goto(f"/gallery/{newest.pk}/")
    show.keyboard.press("ArrowRight")
    show.wait_for_url(f"**/{second.pk}/")
    show.get_by_text("2 / 3").wait_for()
    show.get_by_label("Correct digits").press("ArrowLeft")
    show.get_by_role("link", name="Previous picture").click()
    show.wait_for_url(f"**/{newest.pk}/")
    show.keyboard.press("ArrowLeft")
    show.get_by_text("1 / 3").wait_for()


@pytest.mark.main_flow
def test_without_script_it_is_a_list_with_links(visit, seven):
    page = visit(SHOW, kept="77", java_script_enabled=False)
    expect(page.locator(".slide-still:visible")).to_have_count(2)
    expect(page.locator(".show")).to_be_hidden()
    page.get_by_role("link", name="Look closer").first.click()
    assert page.get_by_text("What was read").is_visible()


def test_an_empty_slideshow_says_so(visit, seven):
    assert visit(SHOW).get_by_text("No pictures yet").is_visible()
