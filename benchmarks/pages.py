"""Measure the start page: `python -m benchmarks.pages`.

Starts gunicorn as `make run` does and opens `/` in Chromium with an empty cache, with a
desktop and a phone window. Prints the bytes transferred, the first contentful paint,
the time from lifting the pen to the visible reading, and the layout shift, including
shifts right after input.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile

from playwright.sync_api import sync_playwright

from benchmarks.chromium import ARGUMENTS, DESKTOP, PHONE, find_chromium
from benchmarks.drawn_pictures import draw_picture
from benchmarks.serving import ROOT, Server, wait_until_ready

# The reading is visible in the frame after the one that changes the page.
WATCH = """(() => {
  window.waits = [];
  window.shift = 0;
  let lifted = 0;
  new PerformanceObserver((list) => list.getEntries()
    .forEach(({ value }) => { window.shift += value; }))
    .observe({ type: "layout-shift", buffered: true });
  addEventListener("pointerup", () => { lifted = performance.now(); }, true);
  addEventListener("DOMContentLoaded", () => new MutationObserver(() => {
    if (!lifted || !document.querySelector("[data-took]").textContent) return;
    const since = lifted;
    lifted = 0;
    const note = () => waits.push(performance.now() - since);
    requestAnimationFrame(() => setTimeout(note));
  }).observe(document.querySelector("[data-answer]"),
    { subtree: true, childList: true, characterData: true }));
})()"""
PAINT = "performance.getEntriesByName('first-contentful-paint')[0].startTime"
BLOCKING = """performance.getEntriesByType("resource")
  .filter(({ renderBlockingStatus }) => renderBlockingStatus === "blocking").length"""


def record_sizes(page) -> list[int]:
    """Return a list to which the transferred bytes of each response are added."""
    sizes = []
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.on(
        "Network.loadingFinished", lambda e: sizes.append(e["encodedDataLength"])
    )
    return sizes


def draw_one(page, left: float) -> None:
    """Draw a 1 with the mouse, `left` of the canvas' width from its left side."""
    canvas = page.locator("[data-sketch-canvas]").bounding_box()
    x, top = canvas["x"] + canvas["width"] * left, canvas["y"] + canvas["height"] * 0.2
    page.mouse.move(x, top)
    page.mouse.down()
    page.mouse.move(x, top + canvas["height"] * 0.6, steps=8)
    page.mouse.up()


def measure(browser, home: str, options: dict, rounds: int) -> str:
    """Load the page once, draw on it many times, and return the figures as text."""
    context = browser.new_context(**options)
    page = context.new_page()
    page.add_init_script(WATCH)
    sizes = record_sizes(page)
    page.goto(home, wait_until="networkidle")
    loaded, requests = sum(sizes), len(sizes)
    paint, blocking = page.evaluate(PAINT), page.evaluate(BLOCKING)
    for done in range(rounds):
        draw_one(page, 0.2 + 0.6 * (done % 8) / 8)
        page.wait_for_function("count => waits.length >= count", arg=done + 1)
        if done % 4 == 3:
            page.locator("[data-sketch-clear]").click()
    page.wait_for_timeout(1500)
    waits, shift = page.evaluate("[waits, shift]")
    context.close()
    return (
        f"{loaded / 1000:.1f} kB in {requests} requests, {blocking} block the paint"
        f" · first contentful paint {paint:.0f} ms"
        f" · pen-up to answer: median {statistics.median(waits):.0f} ms,"
        f" minimum {min(waits):.0f}, maximum {max(waits):.0f} (n={len(waits)})"
        f" · layout shift {shift:.5f}"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=40)
    rounds = parser.parse_args().rounds
    collect = [sys.executable, "manage.py", "collectstatic", "--no-input", "-v", "0"]
    subprocess.run(
        collect, cwd=ROOT, check=True, env=os.environ | {"DJANGO_DEBUG": "1"}
    )
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        server = Server(folder)
        try:
            wait_until_ready(server, draw_picture(28, 28, "PNG"))
            path = find_chromium()
            browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
            home = f"http://127.0.0.1:{server.port}/"
            print(f"load of the machine: {os.getloadavg()[0]:.1f}")
            for name, options in (("desktop", DESKTOP), ("phone", PHONE)):
                print(f"{name}: {measure(browser, home, options, rounds)}")
            browser.close()
        finally:
            server.end()


if __name__ == "__main__":
    main()
