"""Pens, palms and fingers: what draws, and where its ink lies on the screen."""

import base64
import io

import numpy as np
import pytest
from PIL import Image

from tests.support.browser.gestures import draw, points_of, press_pen, slide_finger
from tests.support.sources import ROOT

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("seven"),
]

SHEET = "[data-sketch-canvas]"
MAX_DISTANCE_PX = 1.5
IS_PREVENTED = """(canvas, name) => !canvas.dispatchEvent(
  new TouchEvent(name, { bubbles: true, cancelable: true }))"""
# Pixels of the canvas for each pixel of the screen.
SHARPNESS = """canvas => canvas.width
  / (canvas.getBoundingClientRect().width * devicePixelRatio)"""
# Until nothing has scrolled or zoomed for twenty frames.
WAIT_UNTIL_STILL = """async () => {
  for (let still = 0, last = ""; still < 20; ) {
    await new Promise(requestAnimationFrame);
    const { pageLeft, pageTop, scale } = window.visualViewport;
    const now = `${pageLeft} ${pageTop} ${scale}`;
    still = now === last ? still + 1 : 0;
    last = now;
  }
}"""
NOTE_QUERIES = """const { matchMedia } = window;
window.queries = [];
window.matchMedia = (text) => {
  const query = matchMedia.call(window, text);
  if (text.includes("dppx")) window.queries.push(query);
  return query;
};"""
STROKES = """() => JSON.parse(sessionStorage.getItem("drawing") ?? '{"marks": []}')
  .marks.map((mark) => mark.points.map(({ x, force }) => [x, Boolean(force)]))"""


class Palm:
    """A palm that rests on the lower right of the sheet."""

    def __init__(self, page):
        sheet = page.locator(SHEET).bounding_box()
        self.session = page.context.new_cdp_session(page)
        self.x = sheet["x"] + sheet["width"] * 0.9
        self.y = sheet["y"] + sheet["height"] * 0.9

    def touch(self, kind, *shifts):
        points = [{"x": self.x + shift, "y": self.y, "radiusX": 40} for shift in shifts]
        self.session.send(
            "Input.dispatchTouchEvent", {"type": kind, "touchPoints": points}
        )

    def rest(self):
        self.touch("touchStart", 0)
        self.touch("touchMove", -9)


def strokes_of(page):
    """Return the x of each point of each stroke, and whether a pen pressed it."""
    return page.evaluate(STROKES)


@pytest.mark.main_flow
def test_a_pen_that_comes_down_wins_over_a_palm(phone):
    palm = Palm(phone)
    palm.rest()
    press_pen(phone, points_of(phone, "1")[0], force=0.5)
    palm.touch("touchMove", -20)
    palm.touch("touchEnd")
    (stroke,) = strokes_of(phone)
    assert all(is_pressed and x < 0.6 for x, is_pressed in stroke)


def test_a_palm_that_comes_down_later_draws_nothing(phone):
    palm = Palm(phone)
    palm.rest()
    for label in "17":
        for points in points_of(phone, label):
            press_pen(phone, points, force=0.5)
    palm.touch("touchEnd")
    assert all(is_pressed for stroke in strokes_of(phone) for _, is_pressed in stroke)
    assert len(strokes_of(phone)) == len(points_of(phone, "1") + points_of(phone, "7"))


def test_a_touch_that_the_system_takes_back_leaves_the_drawing(phone):
    draw(phone, "1")
    before = strokes_of(phone)
    palm = Palm(phone)
    palm.rest()
    palm.touch("touchCancel")
    assert strokes_of(phone) == before
    draw(phone, "1", left=0.6)
    assert len(strokes_of(phone)) == 2 * len(before)


class Mouse:
    """A mouse whose release a dialog of the system may keep for itself."""

    def __init__(self, page):
        sheet = page.locator(SHEET).bounding_box()
        self.left, self.top, self.width = sheet["x"], sheet["y"], sheet["width"]
        self.session = page.context.new_cdp_session(page)

    def send(self, kind, x, y, buttons):
        place = {"x": self.left + self.width * x, "y": self.top + self.width * y}
        button = "left" if kind != "mouseMoved" else "none"
        event = {"type": kind, **place, "button": button, "buttons": buttons}
        self.session.send("Input.dispatchMouseEvent", event | {"clickCount": 1})

    def draw(self, x, is_released=True):
        self.send("mousePressed", x, 0.1, 1)
        self.send("mouseMoved", x, 0.3, 1)
        if is_released:
            self.send("mouseReleased", x, 0.3, 0)


def test_a_mouse_that_is_released_elsewhere_draws_no_more(desktop):
    mouse = Mouse(desktop)
    mouse.draw(0.2, is_released=False)
    for x in (0.4, 0.6):
        mouse.send("mouseMoved", x, 0.2, 0)
    mouse.draw(0.8)
    assert find_places(strokes_of(desktop)) == [0.2, 0.8]


def find_places(strokes):
    """Return the x of each upright stroke."""
    return [round(x, 2) for stroke in strokes for x in {x for x, _ in stroke}]


@pytest.mark.parametrize("name", ["touchstart", "touchmove"])
def test_a_touch_on_the_sheet_neither_scrolls_nor_selects(phone, name):
    assert phone.locator(SHEET).evaluate(IS_PREVENTED, name)


def test_a_pen_selects_no_text_around_the_sheet(phone):
    style = "e => getComputedStyle(e).userSelect"
    for part in ("[data-sketch-canvas]", "[data-sketch-hint]", "[data-sketch-tools]"):
        assert phone.locator(part).evaluate(style) == "none"
    # Chromium takes the prefixed name for the other; Safari knows no other.
    css = (ROOT / "static" / "css" / "sketch.css").read_text()
    assert "-webkit-user-select: none" in css


# Where the ink lies


def photograph_sheet(page):
    """Photograph the screen where the sheet is.

    Returns:
        int array (height, width), 0 is black and 255 white; its left and top on the
        page in CSS pixels; and how many of its pixels are one CSS pixel.
    """
    session = page.context.new_cdp_session(page)
    data = session.send("Page.captureScreenshot", {"format": "png"})["data"]
    gray = np.array(Image.open(io.BytesIO(base64.b64decode(data))).convert("L"), int)
    scale = gray.shape[1] / page.evaluate("visualViewport.width")
    box = page.locator(SHEET).bounding_box()
    left, top = (max(0, round(box[side] * scale)) for side in "xy")
    right, bottom = left + int(box["width"] * scale), top + int(box["height"] * scale)
    return gray[top:bottom, left:right], (left / scale, top / scale), scale


def find_new_ink(page, press):
    """Return where a press leaves ink on the screen, as (x, y) in CSS pixels."""
    before, (left, top), scale = photograph_sheet(page)
    press()
    page.wait_for_timeout(200)
    rows, columns = np.nonzero(before - photograph_sheet(page)[0] > 60)
    assert len(rows), "nothing was drawn"
    return (columns.mean() + 0.5) / scale + left, (rows.mean() + 0.5) / scale + top


def dot(page, x, y):
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.up()


def find_free_spot(page):
    """Bring the sheet into view, hide its hint, and return a spot that is blank."""
    sheet = page.locator(SHEET)
    sheet.scroll_into_view_if_needed()
    box = sheet.bounding_box()
    dot(page, box["x"] + box["width"] * 0.3, box["y"] + box["height"] * 0.3)
    page.wait_for_timeout(200)
    return box["x"] + box["width"] * 0.55, box["y"] + box["height"] * 0.43


def assert_ink_under(page, x, y, press=None):
    found = find_new_ink(page, press or (lambda: dot(page, x, y)))
    assert found == pytest.approx((x, y), abs=MAX_DISTANCE_PX)


def test_a_tap_leaves_a_dot(phone):
    find_free_spot(phone)
    sheet = phone.locator(SHEET).bounding_box()
    spot = sheet["x"] + sheet["width"] / 2, sheet["y"] + sheet["height"] * 0.7
    assert_ink_under(phone, *spot, lambda: phone.touchscreen.tap(*spot))


@pytest.mark.parametrize("zoom", [0.5, 0.75, 1, 1.5, 2, 3])
def test_ink_lies_under_the_pointer_at_any_zoom(visit, zoom):
    size = {"width": round(1280 / zoom), "height": round(800 / zoom)}
    page = visit(viewport=size, device_scale_factor=zoom)
    assert_ink_under(page, *find_free_spot(page))


def test_ink_lies_under_the_pointer_after_scrolling(desktop):
    find_free_spot(desktop)
    desktop.mouse.move(20, 20)
    desktop.mouse.wheel(0, 120)
    desktop.wait_for_function("() => window.scrollY > 0")
    desktop.wait_for_timeout(300)
    box = desktop.locator(SHEET).bounding_box()
    assert_ink_under(desktop, box["x"] + box["width"] * 0.5, box["y"] + 200)


def test_ink_lies_under_the_finger_after_a_pinch(phone):
    session = phone.context.new_cdp_session(phone)
    find_free_spot(phone)
    session.send("Emulation.setPageScaleFactor", {"pageScaleFactor": 2})
    phone.locator(SHEET).evaluate("canvas => canvas.scrollIntoView()")
    phone.evaluate(WAIT_UNTIL_STILL)
    # Touches count in pixels of the page, from the corner of what is visible.
    spot = (95, 110)
    assert_ink_under(phone, *spot, lambda: slide_finger(phone, [spot, spot]))


def test_the_sheet_stays_sharp_when_the_density_of_the_display_changes(desktop):
    desktop.add_init_script(NOTE_QUERIES)
    desktop.reload()
    session = desktop.context.new_cdp_session(desktop)
    for density in (2, 1, 1.25):
        size = {"width": 1280, "height": 800, "mobile": False}
        session.send(
            "Emulation.setDeviceMetricsOverride", size | {"deviceScaleFactor": density}
        )
        # Of a display that is emulated, the browser does not tell the page.
        desktop.evaluate("window.queries.at(-1).dispatchEvent(new Event('change'))")
        assert desktop.locator(SHEET).evaluate(SHARPNESS) == pytest.approx(1, abs=0.01)
    assert_ink_under(desktop, *find_free_spot(desktop))
