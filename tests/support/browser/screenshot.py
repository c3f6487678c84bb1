"""Renew the README's picture, with the real model: `make screenshots`.

Starts gunicorn as `make run` does, writes a number on the sheet as a hand would, and
photographs the window once the answer stands there.
"""

import tempfile

import numpy as np
from PIL import Image
from playwright.sync_api import sync_playwright

from benchmarks.chromium import ARGUMENTS, DESKTOP, find_chromium
from benchmarks.drawn_pictures import draw_picture
from benchmarks.serving import ROOT, Server, wait_until_ready
from ml.data.drawings.strokes import spline
from tests.support.drawing import GLYPHS

PATH = ROOT / "static" / "img" / "screenshot.png"
NUMBER = "2047"


def write(page, text: str) -> None:
    """Write digits side by side on the sheet, with smooth strokes of the mouse."""
    sheet = page.locator("[data-sketch-canvas]").bounding_box()
    size = sheet["height"] * 0.45
    for place, label in enumerate(text):
        left = sheet["x"] + sheet["width"] * (0.15 + 0.21 * place)
        top = sheet["y"] + sheet["height"] * (0.3 - 0.02 * (place % 2))
        for stroke in GLYPHS[label]:
            trace(page, np.array(stroke, float) * (size * 0.9, size) + (left, top))


def trace(page, knots: np.ndarray) -> None:
    path = spline(knots) if len(knots) > 2 else knots
    first, *others = path.tolist()
    page.mouse.move(*first)
    page.mouse.down()
    for point in others:
        page.mouse.move(*point)
    page.mouse.up()


def take(browser, home: str) -> None:
    context = browser.new_context(**DESKTOP, color_scheme="light")
    # A busy machine takes its time.
    context.set_default_timeout(120_000)
    page = context.new_page()
    page.goto(home)
    write(page, NUMBER)
    page.wait_for_function(
        """text => [...document.querySelectorAll(".glyph-digit")]
          .map((digit) => digit.textContent).join("") === text""",
        arg=NUMBER,
    )
    page.mouse.move(0, 0)
    page.locator("[data-closers] [data-heat]:visible").wait_for()
    page.screenshot(path=PATH)
    context.close()


def main() -> None:
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        server = Server(folder)
        try:
            wait_until_ready(server, draw_picture(28, 28, "PNG"))
            browser = playwright.chromium.launch(
                executable_path=find_chromium(), args=ARGUMENTS
            )
            take(browser, f"http://127.0.0.1:{server.port}/")
            browser.close()
        finally:
            server.process.terminate()
            server.process.wait()
    Image.open(PATH).convert("RGB").save(PATH, optimize=True)
    print(f"{PATH.relative_to(ROOT)}: {PATH.stat().st_size} bytes")


if __name__ == "__main__":
    main()
