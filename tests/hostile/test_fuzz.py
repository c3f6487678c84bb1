"""Pictures, texts and bodies that nobody thought of are read or refused."""

import base64
import os
import random
from contextlib import suppress
from urllib.parse import quote

import pytest
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st

from digitsite.exceptions import STATUSES
from recognizer.errors import RecognizerError
from recognizer.intake.cleaning import clean_pixels
from recognizer.intake.decoding import decode
from recognizer.intake.metadata.report import find_metadata
from recognizer.intake.uploads import from_base64
from tests.hostile.files.seeds import get_seeds
from tests.hostile.ways import (
    OUTCOMES,
    READ,
    READINGS,
    by_batch,
    by_body,
    by_form,
    by_json,
)

# HOSTILE_EXAMPLES=10000 looks longer than a test should.
EXAMPLES = int(os.environ.get("HOSTILE_EXAMPLES", "60"))
SEEDS = list(get_seeds().values())
KINDS = ["image/png", "application/json", "multipart/form-data; boundary=b", "text/x"]
PART = b'--b\r\nContent-Disposition: form-data; name="image"; filename="a"\r\n\r\n'

pytestmark = [
    pytest.mark.filterwarnings("ignore"),
    pytest.mark.xdist_group("hostile"),
]
often = settings(max_examples=EXAMPLES)


@st.composite
def damaged_pictures(draw) -> bytes:
    """Return a good picture of which some bytes are others, moved, or gone."""
    data = bytearray(draw(st.sampled_from(SEEDS)))
    source = random.Random(draw(st.integers(0, 2**32)))
    for _ in range(draw(st.integers(1, 6))):
        end = len(data) if source.random() < 0.5 else min(len(data), 600)
        at, length = source.randrange(max(1, end)), source.randrange(1, 32)
        new = source.choice([b"", b"\0" * length, b"\xff" * length, data[:length] * 2])
        data[at : at + source.choice([0, len(new), length])] = new
    return bytes(data)


@often
@given(damaged_pictures() | st.binary(max_size=200))
def test_a_picture_is_decoded_or_refused(data):
    outcome = READ
    try:
        assert clean_pixels(decode(data, max_pixels=4_000_000)).mode == "RGB"
    except RecognizerError as refusal:
        outcome = refusal.code
    assert outcome in OUTCOMES


@often
@given(damaged_pictures())
def test_metadata_is_reported_by_names_alone(data):
    names = find_metadata(data).tags
    assert all(name.isprintable() and len(name) < 80 for name in names)


@often
@given(st.text() | st.text("ab%+ =/-_2BFd\r\n", max_size=200))
def test_a_text_is_base64_or_refused(text):
    with suppress(ValueError):
        from_base64(text)


@often
@given(st.binary(max_size=300), st.booleans(), st.booleans())
def test_base64_in_any_dress_is_understood(data, is_quoted, is_url):
    text = base64.b64encode(data).decode()
    text = f"data:image/png;base64,{text}" if is_url else text
    assert from_base64(quote(text) if is_quoted else text).read() == data


@pytest.mark.django_db
@pytest.mark.usefixtures("seven")
@pytest.mark.parametrize("way", [by_form, by_body, by_json, by_batch])
@often
@given(data=damaged_pictures() | st.binary(max_size=99))
def test_the_api_reads_or_refuses_a_picture(way, data):
    assert way(Client(), data) in OUTCOMES


@pytest.mark.django_db
@pytest.mark.usefixtures("seven")
@often
@given(
    kind=st.sampled_from(KINDS),
    body=st.binary(max_size=200)
    | st.binary(max_size=99).map(lambda data: PART + data + b"\r\n--b--")
    | st.text(max_size=99).map(lambda text: f'{{"image": "{text}"}}'.encode()),
)
def test_the_api_refuses_any_other_body_with_a_code(kind, body):
    answer = Client().post(READINGS, body, content_type=kind)
    assert answer.status_code == 200 or (
        STATUSES[answer.json()["code"]] == answer.status_code < 500
    )
