"""The command that exports networks: all at first, then those that were replaced."""

import shutil

import pytest

from ml import export
from ml.artifact import ARTIFACT, LINES_ARTIFACT, card_path, read_card
from ml.detection.artifact import save_detector
from ml.glyph_artifact import save_glyph_network
from ml.litert.comparison import Difference
from ml.litert.exports import export_path
from ml.model_files import MODEL
from ml.networks.detector import build_detector
from ml.networks.glyph_classifier import build_glyph_classifier
from tests.ml.conftest import TINY

pytestmark = pytest.mark.model

CARD = {"temperature": 1.0, "thresholds": {}}


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    """Return untrained networks, just exported, and two that were exported before."""
    folder = tmp_path_factory.mktemp("networks")
    detector, glyphs = folder / "detector.keras", folder / "glyphs.keras"
    save_detector(build_detector(TINY), CARD, detector, TINY)
    save_glyph_network(build_glyph_classifier(17, 0.15), CARD, glyphs)
    for artifact in (ARTIFACT, LINES_ARTIFACT):
        for file in (artifact, card_path(artifact), export_path(artifact)):
            shutil.copy(file, folder)
    files = MODEL.beside(detector)
    assert renew(files)
    return files


def renew(files, largest=0.0, **options):
    """Export as the command does, with this difference of all answers."""
    found = Difference("classifier", 1, 0, largest)
    return export.renew(files, lambda copies: [found], **options)


def test_exported_networks_are_beside_the_others(files):
    assert files.verify_exports() == files.verify()
    for artifact in (ARTIFACT, LINES_ARTIFACT):
        kept = export_path(files.main).with_name(export_path(artifact).name)
        assert kept.read_bytes() == export_path(artifact).read_bytes()


@pytest.mark.slow
def test_a_network_that_is_replaced_is_exported_again(files, capsys):
    kept = export_path(files.main).read_bytes()
    network = build_glyph_classifier(17, 0.15)
    save_glyph_network(network, CARD, files.others["glyph_network"])
    assert renew(files)
    assert capsys.readouterr().out.count("is converted") == 1
    assert files.verify_exports() == files.verify()
    assert export_path(files.main).read_bytes() == kept


@pytest.mark.slow
def test_the_command_compares_the_answers_of_all(files, capsys):
    options = ["--artifact", str(files.main), "--pages", "2", "--all"]
    assert export.main(options) == 0
    printed = capsys.readouterr().out
    assert printed.count("is converted") == 4
    assert printed.count(" 0 other labels") == 5
    assert files.verify_exports() == files.verify()


@pytest.mark.slow
def test_what_answers_differently_is_not_written(files, capsys):
    artifact = files.others["glyph_network"]
    save_glyph_network(build_glyph_classifier(17, 0.15), CARD, artifact)
    card = read_card(artifact)
    assert not renew(files, largest=0.01)
    assert "nothing was written" in capsys.readouterr().out
    assert read_card(artifact) == card
