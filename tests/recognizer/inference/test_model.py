"""The networks that the settings name, and the thresholds that go with them."""

from ml.model_files import MODEL
from recognizer import pipeline
from recognizer.api.response_serializers import CardSerializer
from recognizer.inference import engine
from recognizer.inference.model import get_loaded_files, get_model_files
from recognizer.reading.params import with_thresholds
from tests.recognizer.reading.test_reader import KnowingNetwork
from tests.support.drawing import encoded, page_of
from tests.support.engines import CARD


class LoadedPageNetwork(KnowingNetwork):
    """Finds the given characters, by the thresholds of a card."""

    def __init__(self, *characters, **thresholds):
        super().__init__(*characters)
        self.card = CARD | {"thresholds": thresholds}


def read(network):
    with engine.use_network(network):
        return pipeline.recognize(encoded(page_of("7")))[1]


def test_the_networks_in_use_read():
    reading = read(LoadedPageNetwork(((5, 5, 20, 30), 3, 0.95)))
    assert (reading.text, reading.verdict) == ("3", "read")


def test_thresholds_are_those_of_the_card():
    network = LoadedPageNetwork(((5, 5, 20, 30), 3, 0.95), min_read_digit=0.9999)
    assert read(network).verdict == "unsure"


def test_without_a_path_the_committed_networks_are_used():
    assert get_model_files() == MODEL


def test_each_engine_loads_files_of_its_own(settings):
    assert set(MODEL.networks) < set(get_loaded_files())
    settings.DIGIT_ENGINE = "litert"
    assert set(MODEL.exports) < set(get_loaded_files())
    assert not set(MODEL.networks) & set(get_loaded_files())


def test_the_card_keeps_the_promises_of_the_api():
    card = CardSerializer(data=engine.get_model_card())
    assert card.is_valid(), card.errors


def test_networks_of_another_folder_are_used(settings, tmp_path):
    settings.DIGIT_MODEL_PATH = str(tmp_path / "detector.keras")
    (tmp_path / "glyphs.keras").touch()
    found = get_model_files()
    assert found.main == tmp_path / "detector.keras"
    assert found.others["glyph_network"] == tmp_path / "glyphs.keras"
    assert found.others["line_reader"] == MODEL.others["line_reader"]


def test_the_card_of_the_detector_holds_the_thresholds_of_verdicts():
    thresholds = MODEL.read_card()["thresholds"]
    verdicts = {
        "min_read_cutout",
        "min_read_digit",
        "min_read_text",
        "min_read_least",
        "max_rival_score",
        "max_sign_score",
        "min_guess",
    }
    assert set(thresholds) == verdicts
    trust = with_thresholds(thresholds).trust
    assert {name: getattr(trust, name) for name in verdicts} == thresholds
