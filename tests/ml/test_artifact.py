"""A network that was altered, or has no card, is never used."""

import json

import pytest

from ml import artifact


@pytest.fixture
def copy(tmp_path):
    path = tmp_path / "digits.keras"
    path.write_bytes(artifact.ARTIFACT.read_bytes())
    card = artifact.card_path(artifact.ARTIFACT).read_text()
    artifact.card_path(path).write_text(card)
    return path


def test_the_committed_artifact_is_the_one_its_card_describes():
    card = artifact.verify()
    assert set(card["thresholds"]) == {"digit", "read"}
    assert artifact.ARTIFACT.stat().st_size < 3_000_000


def test_one_flipped_bit_is_noticed(copy):
    data = bytearray(copy.read_bytes())
    data[len(data) // 2] ^= 1
    copy.write_bytes(data)
    with pytest.raises(artifact.BrokenArtifact, match="not the file"):
        artifact.verify(copy)


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"sha256": "0"}', "not json"])
def test_a_card_that_says_too_little_is_refused(copy, text):
    artifact.card_path(copy).write_text(text)
    with pytest.raises(artifact.BrokenArtifact, match=r"digits\.json"):
        artifact.verify(copy)


def test_a_missing_file_is_told_apart_from_a_missing_card(copy):
    copy.unlink()
    with pytest.raises(artifact.BrokenArtifact, match=r"digits\.keras can't be read"):
        artifact.verify(copy)


def test_an_answer_that_drifted_is_noticed():
    card = json.loads(artifact.card_path(artifact.ARTIFACT).read_text())
    golden = card["golden"]
    assert artifact.answers_as_golden(golden, card)
    assert not artifact.answers_as_golden([golden[0] + 0.1, *golden[1:]], card)
