"""Chromium for benchmarks and tests: where it is, its options, its windows."""

import os
import shutil

NAMES = ["chromium", "chromium-browser", "google-chrome", "chrome"]
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--use-fake-device-for-media-stream",
]
# A service worker might answer instead of the server.
DESKTOP = {"viewport": {"width": 1280, "height": 800}, "service_workers": "block"}
PHONE = {
    "viewport": {"width": 390, "height": 844},
    "device_scale_factor": 2,
    "has_touch": True,
    "is_mobile": True,
}


def find_chromium() -> str:
    """Return the path of Chromium, or "" where none is installed."""
    return os.environ.get("CHROMIUM") or next(
        filter(None, map(shutil.which, NAMES)), ""
    )
