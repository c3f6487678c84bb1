"""The files of the networks that serve together."""

import shutil

import pytest

from ml.artifact import ARTIFACT, LINES_ARTIFACT, BrokenArtifact, card_path, read_card
from ml.model_files import MODEL, REPEATED_KEYS, ModelFiles

TWO = ModelFiles(ARTIFACT, {"line_reader": LINES_ARTIFACT})


@pytest.fixture
def copy(tmp_path):
    """Return a copy of the committed classifier, with its card."""
    path = tmp_path / "digits.keras"
    shutil.copy(ARTIFACT, path)
    shutil.copy(card_path(ARTIFACT), card_path(path))
    return path


def test_the_committed_networks_are_those_of_their_cards():
    card = MODEL.verify()
    assert card["sha256"] == read_card(MODEL.main)["sha256"]
    assert all(network.exists() for network in MODEL.networks)


def test_the_card_has_parts_of_those_of_the_other_networks():
    card = MODEL.read_card()
    for key, network in MODEL.others.items():
        assert card[key]["sha256"] == read_card(network)["sha256"]
        assert set(card[key]) <= set(REPEATED_KEYS)


def test_the_networks_beside_another_are_used(copy):
    assert TWO.beside(copy).networks == (copy, LINES_ARTIFACT)
    sibling = copy.with_name("lines.keras")
    sibling.touch()
    assert TWO.beside(copy).networks == (copy, sibling)


def test_a_network_without_a_card_is_refused(copy):
    copy.with_name("lines.keras").touch()
    with pytest.raises(BrokenArtifact, match=r"lines\.json"):
        TWO.beside(copy).read_card()


def test_any_altered_file_is_noticed(copy):
    lines = copy.with_name("lines.keras")
    shutil.copy(card_path(LINES_ARTIFACT), card_path(lines))
    lines.write_bytes(b"another network")
    with pytest.raises(BrokenArtifact, match=r"lines\.keras is not the file"):
        TWO.beside(copy).verify()
