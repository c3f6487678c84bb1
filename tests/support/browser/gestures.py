"""What hands do: files given, strokes drawn, fingers moved."""

import base64
from itertools import pairwise

from tests.support.drawing import GLYPHS, encoded, page_of

MAKE_TRANSFER = """files => {
  const transfer = new DataTransfer();
  files.forEach(([name, type, data]) => {
    const bytes = Uint8Array.from(atob(data), (character) => character.charCodeAt(0));
    transfer.items.add(new File([bytes], name, { type }));
  });
  return transfer;
}"""
PASTE = """(transfer) => document.dispatchEvent(
  new ClipboardEvent("paste", { clipboardData: transfer, bubbles: true }))"""


def picture(text="7", name="seven.png"):
    """Return a file for a file input: writing on paper."""
    data = encoded(page_of(text))
    return {"name": name, "mimeType": "image/png", "buffer": data}


def broken(name="notes.png", data=b"This is text."):
    return {"name": name, "mimeType": "image/png", "buffer": data}


def choose(page, *files):
    """Choose files with the button for several."""
    page.locator("[data-files][multiple]").set_input_files(list(files))


def transfer_of(page, *files):
    """Return what a drop or a paste carries."""
    rows = [
        [file["name"], file["mimeType"], base64.b64encode(file["buffer"]).decode()]
        for file in files
    ]
    return page.evaluate_handle(MAKE_TRANSFER, rows)


def drop(page, *files):
    page.dispatch_event("h1", "dragover", {"dataTransfer": transfer_of(page, *files)})
    page.dispatch_event("h1", "drop", {"dataTransfer": transfer_of(page, *files)})


def paste(page, *files):
    page.evaluate(PASTE, transfer_of(page, *files))


def points_of(page, label, left=0.4):
    """Return the strokes of a digit as points of the page, on the sheet."""
    sheet = page.locator("[data-sketch-canvas]").bounding_box()
    size = sheet["height"] * 0.6

    def place(x, y):
        return (
            sheet["x"] + sheet["width"] * left + x * size,
            sheet["y"] + sheet["height"] * 0.2 + y * size,
        )

    return [[place(*knot) for knot in stroke] for stroke in GLYPHS[label]]


def draw(page, label, left=0.4):
    """Draw a digit on the sheet with the mouse."""
    for first, *others in points_of(page, label, left):
        page.mouse.move(*first)
        page.mouse.down()
        for point in others:
            page.mouse.move(*point, steps=8)
        page.mouse.up()


def draw_by_finger(page, label):
    """Draw a digit on the sheet with one finger."""
    for stroke in points_of(page, label):
        slide_finger(page, stroke)


def slide_finger(page, points):
    """Put a finger down, move it along points, and lift it."""
    session = page.context.new_cdp_session(page)

    def touch(kind, *places):
        spots = [{"x": x, "y": y} for x, y in places]
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": spots})

    touch("touchStart", points[0])
    for point in between(points):
        touch("touchMove", point)
    touch("touchEnd")


def press_pen(page, points, force):
    """Move a stylus along points, pressed so hard."""
    session = page.context.new_cdp_session(page)

    def pen(kind, spot):
        down = kind != "mouseReleased"
        event = {"type": kind, "x": spot[0], "y": spot[1], "pointerType": "pen"}
        event |= {"button": "left", "buttons": int(down), "force": force * down}
        session.send("Input.dispatchMouseEvent", event | {"clickCount": 1})

    pen("mousePressed", points[0])
    for point in between(points):
        pen("mouseMoved", point)
    pen("mouseReleased", points[-1])


def between(points, steps=6):
    """Return points, with steps between each two."""
    return [
        (x0 + (x1 - x0) * i / steps, y0 + (y1 - y0) * i / steps)
        for (x0, y0), (x1, y1) in pairwise(points)
        for i in range(1, steps + 1)
    ]


def keep_drawing(page):
    page.get_by_role("button", name="Save drawing").click()


def wait_for_digits(page, text):
    """Wait until the answer shows these digits."""
    page.wait_for_function(
        """text => [...document.querySelectorAll(".glyph-digit")]
          .map((digit) => digit.textContent).join("") === text""",
        arg=text,
    )


def wait_for_answers(page, count=1):
    """Wait until so many rows of what was given have an answer or a failure."""
    done = ":is([data-state=read], [data-state=unsure], [data-state=nothing],"
    done += " [data-state=failed])"
    page.locator(f".queue-row{done}").nth(count - 1).wait_for()


def digits_of(page):
    """Return the digits that the answer shows."""
    return "".join(page.locator(".glyph-digit").all_inner_texts())


def row(page, number):
    """Return one row of the queue, the first is 0."""
    return page.locator(".queue-row").nth(number)


def files(count):
    """Return so many pictures to choose at once."""
    return [picture(name=f"{i}.png") for i in range(count)]
