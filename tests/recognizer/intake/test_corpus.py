"""The odd and corrupt pictures that Pillow tests itself with: read or refused."""

import io
import tarfile
import time
from pathlib import Path

import pytest

from recognizer.errors import RecognizerError
from recognizer.intake import decoding
from recognizer.intake.cleaning import clean_pixels
from recognizer.intake.metadata.report import find_metadata

CORPUS = Path(__file__).parents[3] / "../shared/data/pillow-corpus.tar.xz"


@pytest.mark.filterwarnings("ignore")
@pytest.mark.skipif(not CORPUS.exists(), reason="../shared/data is not here")
def test_every_picture_of_the_corpus_is_read_or_refused_fast():
    read, slow = 0, {}
    with tarfile.open(CORPUS) as corpus:
        for member in filter(tarfile.TarInfo.isfile, corpus):
            start = time.process_time()
            read += is_read(corpus.extractfile(member).read())
            spent = time.process_time() - start
            if spent > 0.5:
                slow[member.name] = spent
    assert not slow
    assert read > 300


def is_read(data):
    """Return whether a picture is read; anything but a refusal would fail the test."""
    try:
        clean = clean_pixels(decoding.decode(data, max_side=1000))
    except RecognizerError:
        return False
    find_metadata(data)
    clean.save(io.BytesIO(), "JPEG")
    assert clean.mode == "RGB"
    assert not clean.info
    return True
