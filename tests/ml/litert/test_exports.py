"""Exported files serve only if they are those of their card, and of its network."""

import json

import pytest

from ml.artifact import BrokenArtifact, card_path
from ml.litert.exports import (
    export_path,
    gradients_path,
    list_exports,
    read_export,
    verify_exports,
    write_exports,
)
from ml.model_files import MODEL

CARD = {"sha256": "a" * 64, "temperature": 1.0, "thresholds": {}}


@pytest.fixture
def artifact(tmp_path):
    """Return a network of which there is the card alone, and two exported files."""
    path = tmp_path / "glyphs.keras"
    card_path(path).write_text(json.dumps(CARD))
    contents = {export_path(path): b"network", gradients_path(path): b"gradients"}
    write_exports(path, contents, golden_gradients=[0.5])
    return path


def change_card(artifact, **changes):
    card = json.loads(card_path(artifact).read_text())
    card_path(artifact).write_text(json.dumps(card | changes))


def test_the_committed_exports_are_of_the_committed_networks():
    """If this fails after a training: python -m ml.export."""
    assert MODEL.verify_exports() == MODEL.verify()
    assert all(file.stat().st_size < 5_000_000 for file in MODEL.exports)


def test_each_committed_network_has_its_exports():
    names = [file.name for file in MODEL.exports]
    networks = ["detector", "glyphs", "glyphs_gradients", "digits", "lines"]
    assert names == [f"{name}.tflite" for name in networks]


def test_what_was_written_is_read(artifact):
    assert read_export(artifact, export_path(artifact)) == b"network"
    assert read_export(artifact, gradients_path(artifact)) == b"gradients"
    assert verify_exports(artifact)["litert"]["golden_gradients"] == [0.5]


def test_the_files_of_a_card_are_listed(artifact):
    assert list_exports(artifact) == [export_path(artifact), gradients_path(artifact)]
    card_path(artifact).unlink()
    assert list_exports(artifact) == [export_path(artifact)]


def test_an_altered_file_is_refused(artifact):
    gradients_path(artifact).write_bytes(b"other")
    with pytest.raises(BrokenArtifact, match=r"glyphs_gradients.* not the file its"):
        verify_exports(artifact)


def test_a_missing_file_is_refused(artifact):
    export_path(artifact).unlink()
    with pytest.raises(
        BrokenArtifact, match=r"glyphs\.tflite can't be read.*ml\.export"
    ):
        verify_exports(artifact)


def test_files_of_an_earlier_network_are_refused(artifact):
    change_card(artifact, sha256="b" * 64)
    with pytest.raises(BrokenArtifact, match=r"of another glyphs\.keras.*ml\.export"):
        verify_exports(artifact)


@pytest.mark.parametrize("entry", [None, {}, {"files": {}}, {"files": 3}])
def test_a_card_that_names_no_files_is_refused(artifact, entry):
    change_card(artifact, litert=entry)
    with pytest.raises(BrokenArtifact, match=r"glyphs\.tflite can't be read"):
        read_export(artifact, export_path(artifact))
