"""Measure the slideshow of a large gallery: `python -m benchmarks.slideshow`.

Starts gunicorn with a temporary database and media folder, fills one gallery, and opens
the slideshow in Chromium at the first slide and in the middle. Prints the time to the
first picture, the time of a step, and the number of elements and of requested pictures.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import timedelta
from uuid import uuid4

from benchmarks.drawn_pictures import draw_picture
from benchmarks.serving import ROOT, Server, wait_until_ready

WINDOW = {"width": 1280, "height": 800}
# From a key to the frame in which the whole picture of the next slide is drawn.
STEP = """async (key) => {
  const start = performance.now();
  document.dispatchEvent(
    new KeyboardEvent("keydown", { key, bubbles: true, composed: true }));
  const slide = () => document.querySelector(".slide-shown img");
  while (!(slide().complete && slide().naturalWidth)) {
    await new Promise(requestAnimationFrame);
  }
  await new Promise(requestAnimationFrame);
  return performance.now() - start;
}"""
FIRST = """() => {
  const picture = document.querySelector(".slide-shown img");
  return picture?.complete && picture.naturalWidth ? performance.now() : 0;
}"""
COUNT = "() => document.querySelectorAll('*').length"


def prepare(folder: str) -> None:
    """Configure Django, here and in the server, with a new database in the folder."""
    os.environ.update(
        DJANGO_DEBUG="1",
        DJANGO_SETTINGS_MODULE="digitsite.settings",
        DATABASE_URL=f"sqlite:///{folder}/db.sqlite3",
        MEDIA_ROOT=folder,
        # The synchronous interface of Playwright looks like async code to Django.
        DJANGO_ALLOW_ASYNC_UNSAFE="true",
    )
    command = [sys.executable, "manage.py", "migrate", "--verbosity", "0"]
    subprocess.run([*command, "--skip-checks"], cwd=ROOT, check=True)
    import django

    django.setup()


def fill_gallery(count: int) -> str:
    """Store photos in one gallery; return the key of its session."""
    from django.contrib.sessions.backends.db import SessionStore

    from gallery.models import Photo

    key, names = uuid4(), save_pictures()
    newest = build_row(key, names, 0).created
    rows = [build_row(key, names, i) for i in range(count)]
    for i, row in enumerate(rows):
        row.created = newest - timedelta(seconds=i)
    Photo.objects.bulk_create(rows, batch_size=500)
    session = SessionStore()
    session["gallery_key"] = str(key)
    session.save()
    return session.session_key


def save_pictures(kinds: int = 40) -> list[tuple[str, str]]:
    """Save some photos of two megapixels and their thumbnails."""
    from django.core.files.base import ContentFile
    from django.core.files.storage import default_storage

    def save(name: str, data: bytes) -> str:
        return default_storage.save(name, ContentFile(data))

    return [
        (
            save(f"photos/{i}.jpg", draw_picture(1600, 1200, "JPEG", noise=4)),
            save(f"thumbnails/{i}.webp", draw_picture(240, 180, "WEBP", noise=4)),
        )
        for i in range(kinds)
    ]


def build_row(key, names: list[tuple[str, str]], number: int):
    from gallery.models import Photo

    file, thumbnail = names[number % len(names)]
    digit = {"label": 4, "confidence": 0.97, "box": [550, 200, 1050, 1000], "line": 0}
    number = {name: value for name, value in digit.items() if name != "label"}
    number |= {"text": "4", "digits": [0], "row": None, "column": None}
    reading = {
        "text": "4",
        "verdict": "read",
        "confidence": 0.97,
        "digits": [digit | {"probabilities": [0.0] * 4 + [1.0] + [0.0] * 5}],
        "numbers": [number],
        "photo": {"width": 1600, "height": 1200, "format": "JPEG"},
        "metadata": {"removed": [], "location": False},
        "model": {"name": "digits", "version": "benchmark"},
    }
    return Photo(
        gallery_key=key,
        file=file,
        thumbnail=thumbnail,
        small_thumbnail=thumbnail,
        width=1600,
        height=1200,
        reading=reading,
        verdict="read",
        text="4",
    )


def measure(server: Server, session: str, steps: int) -> None:
    from playwright.sync_api import sync_playwright

    from benchmarks.chromium import ARGUMENTS, find_chromium

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=find_chromium(), args=ARGUMENTS
        )
        home = f"http://127.0.0.1:{server.port}"
        context = browser.new_context(base_url=home, viewport=WINDOW)
        context.add_cookies([{"name": "sessionid", "value": session, "url": home}])
        page = context.new_page()
        ids = open_slideshow(page, "the first slide")
        compare(page)
        open_slideshow(page, "one in the middle", f"#{ids[len(ids) // 2]}")
        walk(page, "ArrowRight", steps)
        walk(page, "End", 1)
        browser.close()


def open_slideshow(page, name: str, fragment: str = "") -> list[str]:
    """Open the slideshow, print what it took, and return the IDs of its photos."""
    urls = []
    page.on("request", lambda request: urls.append(request.url))
    page.goto("about:blank")
    response = page.goto("/gallery/slideshow/" + fragment)
    seconds = page.wait_for_function(FIRST).json_value() / 1000
    page.wait_for_load_state("networkidle")
    print(
        f"open at {name}: {seconds:.2f} s to the picture, "
        f"page {len(response.body()) / 1024:.0f} kB, "
        f"{page.evaluate(COUNT)} elements, "
        f"{sum(url.endswith('/image/') for url in urls)} pictures, "
        f"{sum('thumbnail' in url for url in urls)} thumbnails"
    )
    return page.evaluate(
        "JSON.parse(document.querySelector('[data-window] *').text).ids"
    )


def compare(page) -> None:
    """Print the time of a page without pictures in the same run."""
    page.goto("/privacy/")
    seconds = page.evaluate("performance.now()") / 1000
    print(f"for comparison, a page of text: {seconds:.2f} s")


def walk(page, key: str, steps: int) -> None:
    """Press a key several times and print the time to the next picture."""
    times = []
    for _ in range(steps):
        page.wait_for_load_state("networkidle")
        times.append(page.evaluate(STEP, key))
        # A visitor looks at least this long; the neighbors load meanwhile.
        time.sleep(0.25)
    print(
        f"{key}, {steps} times: median {statistics.median(times):.0f} ms, "
        f"at most {max(times):.0f} ms; then {page.evaluate(COUNT)} elements"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--photos", type=int, default=2000)
    parser.add_argument("--steps", type=int, default=30)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        prepare(folder)
        session = fill_gallery(options.photos)
        server = Server(folder)
        try:
            wait_until_ready(server, draw_picture(28, 28, "PNG"))
            print(f"a gallery of {options.photos} photos")
            measure(server, session, options.steps)
        finally:
            server.end()


if __name__ == "__main__":
    main()
