"""What tests of bad pictures share."""

import gc

import pytest


@pytest.fixture(autouse=True, scope="module")
def _short_collections():
    """Keep what earlier tests left out of collections of garbage.

    In a process that has run thousands of tests, a whole one takes a third of a second:
    all the time that one picture may be worked on.
    """
    gc.collect()
    gc.freeze()
    yield
    gc.unfreeze()
