"""Fuzz decoding, the metadata report or the API, guided by coverage.

    pip install atheris
    python -m tests.hostile.fuzz decode -max_total_time=600

What follows the target is passed on to libFuzzer. It starts from the good pictures of
the corpus, and stops at anything but a reading or a documented refusal.
"""

import logging
import os
import sys
import tempfile
import warnings
from contextlib import suppress
from pathlib import Path

import atheris

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
with atheris.instrument_imports(include=["recognizer.intake", "recognizer.api", "PIL"]):
    import django

    django.setup()
    from recognizer.errors import RecognizerError
    from recognizer.intake.cleaning import clean_pixels
    from recognizer.intake.decoding import decode
    from recognizer.intake.metadata.report import find_metadata
    from recognizer.intake.uploads import from_base64

from django.test import Client

from recognizer.inference import engine
from tests.hostile.files.seeds import get_seeds
from tests.hostile.ways import OUTCOMES, by_batch, by_body, by_json
from tests.support.engines import load_seven

MAX_INPUT_BYTES = 20_000
TIMEOUT_SECONDS, MEMORY_MB = 10, 3000
API_WAYS = (by_body, by_json, by_batch)


def fuzz_decode(data: bytes) -> None:
    """Decode and clean a picture."""
    with suppress(RecognizerError):
        clean_pixels(decode(data, max_pixels=4_000_000, max_side=1000))


def fuzz_metadata(data: bytes) -> None:
    """Report what a picture holds."""
    find_metadata(data)


def fuzz_base64(data: bytes) -> None:
    """Decode a text that may be base64."""
    with suppress(ValueError):
        from_base64(data.decode("utf-8", "replace"))


def fuzz_api(data: bytes) -> None:
    """Send a picture to the API; the first byte chooses how."""
    way = API_WAYS[data[0] % len(API_WAYS)] if data else by_body
    with engine.use_network(load_seven(None)):
        outcome = way(Client(), data[1:])
    assert outcome in OUTCOMES, outcome


TARGETS = {
    "decode": fuzz_decode,
    "metadata": fuzz_metadata,
    "base64": fuzz_base64,
    "api": fuzz_api,
}


def main() -> None:
    """Fuzz the target that is named, from a folder with the good pictures."""
    target, *options = sys.argv[1:]
    warnings.simplefilter("ignore")
    logging.disable(logging.CRITICAL)
    django.conf.settings.ALLOWED_HOSTS = ["testserver"]
    django.conf.settings.THROTTLE_RATES = dict.fromkeys(
        django.conf.settings.THROTTLE_RATES, "off"
    )
    with tempfile.TemporaryDirectory() as folder:
        for name, data in get_seeds().items():
            (Path(folder) / name).write_bytes(b"\0" * (target == "api") + data)
        limits = [
            f"-max_len={MAX_INPUT_BYTES}",
            f"-timeout={TIMEOUT_SECONDS}",
            f"-rss_limit_mb={MEMORY_MB}",
        ]
        atheris.Setup([sys.argv[0], *limits, *options, folder], TARGETS[target])
        atheris.Fuzz()


if __name__ == "__main__":
    main()
