"""Every bad picture is read or refused with a documented code, at little cost."""

import os
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from functools import cache

import pytest
from django.core import cache as caching
from django.db import transaction

from recognizer import RecognizerError
from recognizer.pipeline import open_to_read
from tests.hostile.corpus import Case, iter_corpus
from tests.hostile.costs import measured, reset_peak
from tests.hostile.ways import OUTCOMES, READ, WAYS, by_file

MAX_SECONDS = 1.0
MAX_MEGABYTES = 150
COPIES = 3
# HOSTILE_EVERY=1 sends the whole corpus by every way, which takes some minutes.
EVERY = int(os.environ.get("HOSTILE_EVERY", "12"))
FEW = 90

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("seven"),
    pytest.mark.filterwarnings("ignore"),
    pytest.mark.xdist_group("hostile"),  # which makes the corpus once
]


@cache
def get_corpus() -> tuple[Case, ...]:
    return tuple(iter_corpus())


def prepare(data: bytes) -> tuple[str, float]:
    """Return the outcome of a picture, and the seconds that all but reading took."""
    with measured() as cost:
        try:
            open_to_read(data, 2048)
            outcome = READ
        except RecognizerError as refusal:
            outcome = refusal.code
    return outcome, cost.seconds


def find_wrong(way, cases) -> dict[str, str]:
    """Return what is no documented outcome, by the name of the picture."""
    outcomes = {case: way(case.data) for case in cases}
    return {
        case.name: outcome
        for case, outcome in outcomes.items()
        if outcome not in ({READ} if case.is_intact else OUTCOMES)
    }


def test_the_corpus_is_large_and_of_every_format():
    names = Counter(case.name.partition(":")[0].split("-")[0] for case in get_corpus())
    assert sum(names.values()) > 4_000
    forms = ("jpeg", "png", "webp", "gif", "bmp", "tiff", "heif", "avif", "bomb")
    assert min(names[form] for form in forms) >= 100


@pytest.mark.parametrize("name", WAYS)
def test_a_sample_is_read_or_refused_by_every_way(visitor, name):
    cases = get_corpus()[::FEW]
    assert find_wrong(lambda data: WAYS[name](visitor, data), cases) == {}


def test_a_sample_is_read_or_refused_from_files(tmp_path):
    path = tmp_path / "picture"
    assert find_wrong(lambda data: by_file(path, data), get_corpus()[::FEW]) == {}


@pytest.mark.slow
@pytest.mark.timeout(900)
@pytest.mark.parametrize("name", WAYS)
def test_the_corpus_is_read_or_refused_by_every_way(visitor, name):
    def send(data):
        # What is kept of one picture is not needed for the next.
        with transaction.atomic():
            outcome = WAYS[name](visitor, data)
            transaction.set_rollback(True)
        # Where Redis holds sessions, too.
        caching.cache.clear()
        return outcome

    assert find_wrong(send, get_corpus()[1::EVERY]) == {}


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_the_corpus_is_read_or_refused_from_files(tmp_path):
    path = tmp_path / "picture"
    cases = get_corpus()[2::EVERY]
    assert find_wrong(lambda data: by_file(path, data), cases) == {}


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_three_copies_at_once_take_little_time_and_memory():
    costly, outcomes, corpus = {}, Counter(), get_corpus()
    base = reset_peak()
    with ThreadPoolExecutor(COPIES) as pool:
        for case in corpus:
            with measured(base) as cost:
                copies = list(pool.map(prepare, [case.data] * COPIES))
            seconds = max(seconds for _, seconds in copies)
            outcomes.update({outcome for outcome, _ in copies})
            if seconds > MAX_SECONDS or cost.megabytes > MAX_MEGABYTES:
                costly[case.name] = seconds, cost.megabytes
    print(dict(outcomes))
    assert costly == {}
    # An empty file is refused before, where its content is read.
    assert set(outcomes) == OUTCOMES - {"empty_upload"}
