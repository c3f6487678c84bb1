"""The page that reads, as someone at a desk uses it."""

import pytest

from gallery.models import Photo
from tests.support.browser.gestures import (
    choose,
    digits_of,
    draw,
    drop,
    keep_drawing,
    paste,
    picture,
    wait_for_answers,
)
from tests.support.drawing import encoded, page_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.main_flow
def test_a_chosen_picture_is_answered_with_all_that_belongs_to_it(desktop):
    choose(desktop, picture())
    wait_for_answers(desktop)
    assert digits_of(desktop) == "7"
    assert "Almost certain" in desktop.locator("[data-sure]").inner_text()
    assert desktop.locator(".box-chosen").count() == 1
    assert desktop.locator(".bar-best .bar-label").inner_text() == "7"


def test_the_field_that_the_model_saw_is_shown(desktop):
    choose(desktop, picture())
    seen = desktop.locator("[data-closers] [data-seen]")
    seen.wait_for()
    assert seen.evaluate("image => image.decode().then(() => image.naturalWidth)") == 28


def test_a_picture_goes_up_once_and_brings_what_mattered(desktop):
    sent = []
    desktop.on("request", lambda r: r.method == "POST" and sent.append(r.url))
    choose(desktop, picture())
    desktop.locator("[data-closers] [data-heat]:visible").wait_for()
    assert [url.partition("/api/v1/")[2] for url in sent] == ["photos/?explain=1"]


@pytest.mark.main_flow
def test_a_kept_picture_is_explained_once_that_is_asked(visit, seven):
    desktop = visit("/gallery/NEWEST/", kept="7")
    assert desktop.locator("[data-closers] [data-seen]:visible").count() == 0
    desktop.get_by_role("button", name="Show").click()
    desktop.locator("[data-closers] [data-seen]:visible").wait_for()


def test_a_long_answer_is_shown_whole_and_copied(visit, seven):
    page = visit(permissions=["clipboard-read", "clipboard-write"])
    choose(page, picture("7" * 24))
    wait_for_answers(page)
    last = page.locator(".glyph").last.bounding_box()
    assert last["y"] + last["height"] <= page.locator(".frame").bounding_box()["y"]
    page.get_by_role("button", name="Copy").click()
    page.get_by_text("Copied").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == "7" * 24


def test_a_drawing_is_not_searched_for_notes(desktop):
    draw(desktop, "7")
    keep_drawing(desktop)
    wait_for_answers(desktop)
    said = desktop.locator("[data-removed-words]").inner_text()
    assert said == "A drawing made here contains nothing but its strokes."


@pytest.mark.main_flow
def test_an_answer_is_announced(desktop):
    choose(desktop, picture("71"))
    wait_for_answers(desktop)
    spoken = desktop.locator("[data-spoken]")
    assert spoken.get_attribute("aria-live") == "polite"
    assert "Read 7 7. Almost certain" in spoken.text_content()


def test_a_digit_chosen_by_keyboard_chooses_its_box(desktop):
    choose(desktop, picture("71"))
    wait_for_answers(desktop)
    desktop.locator(".glyph-input").first.focus()
    desktop.keyboard.press("ArrowRight")
    chosen = desktop.locator(".box").nth(1)
    assert "box-chosen" in chosen.get_attribute("class")
    assert desktop.locator("[data-closers] [data-closer]:visible").count() == 1


@pytest.mark.main_flow
def test_what_was_removed_is_shown_in_plain_words(desktop):
    exif = page_of("7").getexif()
    exif[271] = "Camera maker"
    data = encoded(page_of("7").convert("RGB"), "JPEG", exif=exif)
    choose(desktop, {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": data})
    wait_for_answers(desktop)
    assert (
        "which camera took it" in desktop.locator("[data-removed-facts]").inner_text()
    )
    desktop.get_by_text("Names of the removed tags").click()
    assert "Make" in desktop.locator("[data-removed-names]").inner_text()


@pytest.mark.main_flow
def test_a_blank_sheet_is_no_digit(desktop):
    choose(desktop, picture(" "))
    wait_for_answers(desktop)
    assert desktop.locator("[data-verdict-title]").inner_text() == "No digit here"
    assert digits_of(desktop) == ""


@pytest.mark.main_flow
def test_a_dropped_picture_is_read(desktop):
    drop(desktop, picture())
    wait_for_answers(desktop)
    assert digits_of(desktop) == "7"
    assert not desktop.locator("[data-drop-veil]").is_visible()


@pytest.mark.main_flow
def test_a_pasted_picture_is_read(desktop):
    paste(desktop, picture())
    wait_for_answers(desktop)
    assert digits_of(desktop) == "7"


def test_a_clipboard_without_picture_is_reported(desktop):
    paste(desktop)
    assert (
        "no picture on the clipboard"
        in desktop.locator("[data-intake-notice]").inner_text()
    )


@pytest.mark.main_flow
def test_a_drawing_is_read_and_kept_black_on_white(desktop):
    draw(desktop, "7")
    keep_drawing(desktop)
    wait_for_answers(desktop)
    assert digits_of(desktop) == "7"
    assert Photo.objects.get().reading["photo"]["format"] == "PNG"


def test_undo_and_clear_take_strokes_away(desktop):
    undo, clear = (desktop.get_by_role("button", name=n) for n in ("Undo", "Clear"))
    draw(desktop, "7")
    undo.click()
    assert undo.is_enabled()
    undo.click()
    assert undo.is_disabled()
    draw(desktop, "7")
    clear.click()
    assert clear.is_disabled()
    assert desktop.get_by_text("Write here").is_visible()


def test_a_broader_pen_leaves_more_ink(desktop):
    count = """canvas => {
      const { width, height } = canvas;
      const { data } = canvas.getContext("2d").getImageData(0, 0, width, height);
      return data.filter((value, i) => i % 4 === 3 && value > 0).length;
    }"""
    sheet, inks = desktop.locator("[data-sketch-canvas]"), []
    for name in ("Fine pen", "Broad pen"):
        desktop.get_by_role("radio", name=name).check()
        draw(desktop, "1")
        inks.append(sheet.evaluate(count))
        desktop.get_by_role("button", name="Clear").click()
    assert inks[1] > 2 * inks[0]


@pytest.mark.main_flow
def test_the_webcam_takes_a_picture(visit, seven):
    page = visit(permissions=["camera"])
    page.get_by_role("button", name="Webcam").click()
    page.get_by_role("button", name="Take the picture").click()
    wait_for_answers(page)
    assert Photo.objects.get().reading["photo"]["format"] == "JPEG"


def test_a_refused_webcam_is_explained(desktop):
    desktop.get_by_role("button", name="Webcam").click()
    notice = desktop.locator("[data-webcam-notice]")
    notice.wait_for()
    assert "The browser blocked the camera" in notice.inner_text()


def test_a_webcam_on_an_insecure_page_is_explained(visit, seven):
    page = visit()
    page.evaluate("Object.defineProperty(window, 'isSecureContext', { value: false })")
    page.get_by_role("button", name="Webcam").click()
    assert "only over HTTPS" in page.locator("[data-webcam-notice]").inner_text()


@pytest.mark.main_flow
def test_without_script_the_form_leads_to_the_answer(visit, seven):
    page = visit(java_script_enabled=False)
    choose(page, picture())
    page.get_by_role("button", name="Read", exact=True).click()
    assert digits_of(page) == "7"
    assert page.locator(".box").count() == 1
