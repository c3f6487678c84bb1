"""The ways in: folders, drops and pastes that are no files; the webcam's faults."""

import base64
import json

import pytest
from playwright.sync_api import expect

from gallery.models import Photo
from tests.support.browser.gestures import (
    choose,
    digits_of,
    drop,
    picture,
    wait_for_answers,
)
from tests.support.drawing import encoded, page_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# A drop with folders can't be made by a script; its entries can be played.
DROP_FOLDER = """async ([name, files]) => {
  const { findPictures } = await import("/static/js/read/dropped-files.js");
  const fileEntry = ([name, data]) => ({
    name, isFile: true,
    file: (done) => done(new File([data], name)),
  });
  const folder = (name, children) => {
    const some = [children.slice(0, 1), children.slice(1), []];
    return {
      name, isDirectory: true,
      createReader: () => ({ readEntries: (done) => done(some.shift()) }),
    };
  };
  const inner = folder("inner", files.map(fileEntry));
  const { pictures, others } = await findPictures([{ entry: folder(name, [inner]) }]);
  return { others, found: pictures.map(({ name, code }) => [name, code ?? ""]) };
}"""
TEXT_EVENT = """([kind, type, text]) => {
  const transfer = new DataTransfer();
  transfer.setData(type, text);
  const event = kind === "paste"
    ? new ClipboardEvent(kind, { clipboardData: transfer, bubbles: true })
    : new DragEvent(kind, { dataTransfer: transfer, bubbles: true, cancelable: true });
  document.body.dispatchEvent(event);
}"""
CAMERAS = """(list) => {
  const { mediaDevices } = navigator;
  window.asked = [];
  const real = mediaDevices.getUserMedia.bind(mediaDevices);
  mediaDevices.getUserMedia = ({ video }) => {
    window.asked.push(video.deviceId?.exact ?? "any");
    if (window.refusal) return Promise.reject(new DOMException("", window.refusal));
    return real({ video: true });
  };
  mediaDevices.enumerateDevices = async () => list.map(([deviceId, label]) =>
    ({ deviceId, label, kind: "videoinput" }));
}"""
UNPLUG = """() => {
  const [track] = document.querySelector("video").srcObject.getVideoTracks();
  track.stop();
  track.dispatchEvent(new Event("ended"));
}"""


def data_url():
    return "data:image/png;base64," + base64.b64encode(encoded(page_of("7"))).decode()


def notice(page):
    return page.locator("[data-intake-notice]")


@pytest.fixture
def webcam(visit, seven):
    """Return a page whose visitor has two cameras and opens the webcam."""
    page = visit(permissions=["camera"])
    page.evaluate(CAMERAS, [["a", "Front camera"], ["b", ""]])
    page.get_by_role("button", name="Webcam").click()
    return page


def said(page):
    return page.locator("[data-webcam-notice]")


def take(page):
    return page.get_by_role("button", name="Take the picture")


def test_the_pictures_of_a_dropped_folder_are_found_however_deep(desktop):
    files = [["b.png", "aGk="], ["a.HEIC", "aGk="], ["notes.txt", "aGk="]]
    result = desktop.evaluate(DROP_FOLDER, ["scans", files])
    assert result == {"others": 1, "found": [["a.HEIC", ""], ["b.png", ""]]}


def test_a_folder_without_pictures_says_so(desktop):
    result = desktop.evaluate(DROP_FOLDER, ["papers", [["notes.txt", "aGk="]]])
    assert result["found"] == [["papers", "folder"]]


@pytest.mark.main_flow
def test_several_dropped_pictures_are_read(desktop):
    drop(desktop, picture(name="one.png"), picture(name="two.png"))
    wait_for_answers(desktop, 2)
    assert Photo.objects.count() == 2


@pytest.mark.main_flow
@pytest.mark.parametrize(
    ("type", "text"),
    [("text/plain", "{}"), ("text/html", '<p>Look: <img src="{}"></p>')],
)
def test_a_picture_pasted_as_data_is_read(desktop, type, text):
    desktop.evaluate(TEXT_EVENT, ["paste", type, text.format(data_url())])
    wait_for_answers(desktop)
    assert digits_of(desktop) == "7"


def test_pasted_text_is_no_picture(desktop):
    desktop.evaluate(TEXT_EVENT, ["paste", "text/plain", "47"])
    expect(notice(desktop)).to_contain_text("no picture on the clipboard")


def test_a_dropped_link_is_explained(desktop):
    desktop.evaluate(TEXT_EVENT, ["drop", "text/uri-list", "https://example.org/7.png"])
    expect(notice(desktop)).to_contain_text("Save the picture on your device")


def test_the_paste_button_reads_the_clipboard_or_says_why_not(visit, seven):
    page = visit(permissions=["clipboard-read", "clipboard-write"])
    page.evaluate("navigator.clipboard.writeText('47')")
    page.get_by_role("button", name="Paste").click()
    expect(notice(page)).to_contain_text("no picture on the clipboard")
    page.evaluate("text => navigator.clipboard.writeText(text)", data_url())
    page.get_by_role("button", name="Paste").click()
    wait_for_answers(page)
    assert digits_of(page) == "7"


@pytest.mark.main_flow
def test_a_camera_is_chosen_among_several(webcam):
    expect(take(webcam)).to_be_enabled()
    names = webcam.locator("[data-webcam-device] option").all_inner_texts()
    assert names == ["Front camera", "Camera 2"]
    webcam.locator("[data-webcam-device]").select_option("b")
    expect(take(webcam)).to_be_enabled()
    assert webcam.evaluate("window.asked") == ["any", "b"]


def test_the_webcam_is_not_mirrored_and_shows_where_to_hold_the_paper(webcam):
    expect(take(webcam)).to_be_enabled()
    look = "video => getComputedStyle(video).transform"
    assert webcam.locator("video").evaluate(look) == "none"
    guide = webcam.locator(".webcam-guide").bounding_box()
    video = webcam.locator("video").bounding_box()
    assert guide["width"] == pytest.approx(0.84 * video["width"], rel=0.02)


def test_an_unplugged_camera_is_reported_and_opens_again_by_itself(webcam):
    expect(take(webcam)).to_be_enabled()
    webcam.evaluate(UNPLUG)
    expect(said(webcam)).to_contain_text("was disconnected")
    expect(take(webcam)).to_be_disabled()
    webcam.evaluate("navigator.mediaDevices.dispatchEvent(new Event('devicechange'))")
    expect(take(webcam)).to_be_enabled()
    expect(said(webcam)).to_be_hidden()


@pytest.mark.parametrize(
    ("refusal", "words"),
    [
        ("NotAllowedError", "The browser blocked the camera"),
        ("NotFoundError", "No camera was found"),
        ("NotReadableError", "Another program uses the camera"),
    ],
)
def test_each_fault_of_a_camera_has_its_sentence_and_another_try(
    webcam, refusal, words
):
    expect(take(webcam)).to_be_enabled()  # buttons move until the picture is there
    webcam.get_by_role("button", name="Close").click()
    webcam.evaluate(f"window.refusal = {json.dumps(refusal)}")
    webcam.get_by_role("button", name="Webcam").click()
    expect(said(webcam)).to_contain_text(words)
    webcam.evaluate("window.refusal = ''")
    webcam.get_by_role("button", name="Try again").click()
    expect(take(webcam)).to_be_enabled()


def test_closing_the_webcam_lets_the_camera_go(webcam):
    expect(take(webcam)).to_be_enabled()
    track = webcam.evaluate_handle(
        "document.querySelector('video').srcObject.getVideoTracks()[0]"
    )
    webcam.get_by_role("button", name="Close").click()
    webcam.wait_for_function("track => track.readyState === 'ended'", arg=track)


def test_more_files_than_a_plain_form_takes_are_refused_early(visit, seven, settings):
    page = visit(java_script_enabled=False)
    limit = settings.DATA_UPLOAD_MAX_NUMBER_FILES
    hint = page.locator("noscript p")
    expect(hint).to_have_text(f"At most {limit} pictures at once.")
    choose(page, *[picture() for _ in range(2)])
    page.get_by_role("button", name="Read", exact=True).click()
    page.wait_for_url("**/gallery/")
