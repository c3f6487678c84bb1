"""What tests share: a model that always says seven, storage and throttles apart."""

from contextlib import ExitStack
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import translation
from hypothesis import settings as hypothesis_settings

from digitsite.throttling.windows import get_windows
from gallery.services.tokens import create_token
from recognizer.evaluation.report import to_scorecard, write_scorecard
from recognizer.inference import engine, limits
from recognizer.inference.admission import admission
from tests.support.drawing import encoded, page_of
from tests.support.engines import CARD, load_seven
from tests.support.scores import ROWS

TOKEN = "t" * 32

# How long an example takes depends on what else the machine does.
hypothesis_settings.register_profile("tests", deadline=None)
hypothesis_settings.load_profile("tests")


def pytest_itemcollected(item):
    """Put a test into its tier, and into the group that one process runs.

    Later, once all are collected, pytest-xdist has already looked for groups.
    """
    if item.get_closest_marker("browser") and not item.get_closest_marker("main_flow"):
        item.add_marker(pytest.mark.slow)
    group = find_group(item)
    if group and not item.get_closest_marker("xdist_group"):
        item.add_marker(pytest.mark.xdist_group(group))


def find_group(item) -> str:
    """Return the group of a test, or "" if any process may run it alone.

    TensorFlow is large, so one process loads the networks; and what a module prepares
    once should not be prepared by each process.
    """
    if item.get_closest_marker("model"):
        return "networks"
    definitions = item._fixtureinfo.name2fixturedefs.values()
    scopes = {definition.scope for found in definitions for definition in found}
    return item.nodeid.partition("::")[0] if "module" in scopes else ""


@pytest.fixture(autouse=True)
def own_storage(request, settings, tmp_path):
    """Keep each test's files apart, and let it ask as often as it likes."""
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.THROTTLE_RATES = dict.fromkeys(settings.THROTTLE_RATES, "off")
    if settings.S3_BUCKET:
        storage = build_storage(settings, "own_media" in request.fixturenames)
        settings.STORAGES = settings.STORAGES | {"default": storage}
    yield
    cache.clear()
    get_windows().clear()


def build_storage(settings, is_folder):
    """Return the storage of one test: a folder, or names of its own in the bucket."""
    if is_folder:
        return {"BACKEND": "digitsite.storage.PrivateStorage"}
    storage = settings.STORAGES["default"]
    return {**storage, "OPTIONS": storage["OPTIONS"] | {"location": uuid4().hex}}


@pytest.fixture
def own_media(settings):
    """Return the folder of the photos; a test that asks for it keeps them there."""
    return settings.MEDIA_ROOT


@pytest.fixture(autouse=True)
def english():
    """Forget the language that a request of another test brought along."""
    with translation.override("en"):
        yield


@pytest.fixture
def seven():
    """Read with a network that sees sevens."""
    with engine.use_network(load_seven(None)) as network:
        yield network


@pytest.fixture
def busy(settings):
    """Let as many requests wait for a reading as may."""
    settings.MAX_WAITING = 0
    with ExitStack() as places:
        for _ in range(limits.reading.count):
            places.enter_context(admission.place())
        yield


@pytest.fixture
def broken_model(settings):
    """Read without a model: it is damaged."""
    settings.DIGIT_ENGINE = "tests.support.engines.load_nothing"
    settings.DIGIT_MODEL_PATH = settings.MEDIA_ROOT / "missing.keras"
    with engine.use_network(None):
        yield


@pytest.fixture
def scored(settings, tmp_path):
    """Put a scorecard beside the model that says seven; return its path."""
    settings.DIGIT_MODEL_PATH = tmp_path / "digits.keras"
    path = tmp_path / "scorecard.json"
    write_scorecard(to_scorecard(ROWS, CARD), path)
    return path


@pytest.fixture
def upload():
    """Return a function that makes an uploaded file, of a written 7 by default."""

    def build(data=None, name="photo.png"):
        data = encoded(page_of("7")) if data is None else data
        return SimpleUploadedFile(name, data, "image/png")

    return build


@pytest.fixture
def browser(settings):
    """Return a function that opens a browser of its own, which knows its token."""

    def build():
        client = Client(enforce_csrf_checks=True, headers={"X-CSRFToken": TOKEN})
        client.cookies[settings.CSRF_COOKIE_NAME] = TOKEN
        return client

    return build


@pytest.fixture
def visitor(browser):
    return browser()


@pytest.fixture
def program(db):
    """Return a function that makes a program with a token of its own."""

    def build(name="robot", days=1):
        _, key = create_token(name, days)
        bearer = {"Authorization": f"Bearer {key}"}
        return Client(enforce_csrf_checks=True, headers=bearer)

    return build
