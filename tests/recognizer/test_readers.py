"""The reader that a setting names, and the networks that go with it."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from ml.model_files import PAGE_MODEL, RULES_MODEL
from recognizer import pipeline
from recognizer.api.response_serializers import CardSerializer
from recognizer.inference import engine
from recognizer.readers import READERS, get_model_files, get_reader, use_reader
from recognizer.reading.one_pass.params import with_thresholds
from tests.recognizer.reading.one_pass.test_reader import KnowingNetwork
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


def test_a_page_is_read_in_one_pass_unless_another_reader_is_named():
    assert get_reader() is READERS["one_pass"]
    reading = read(LoadedPageNetwork(((5, 5, 20, 30), 3, 0.95)))
    assert (reading.text, reading.verdict) == ("3", "read")


def test_the_reader_of_the_setting_reads(settings, seven):
    settings.DIGIT_READER = "rules"
    seven.detect = None  # the reader of rules asks for no boxes
    assert read(seven).text == "7"


def test_thresholds_are_those_of_the_card():
    network = LoadedPageNetwork(((5, 5, 20, 30), 3, 0.95), min_read_digit=0.9999)
    assert read(network).verdict == "unsure"


def test_another_reader_can_be_used_for_a_while():
    with use_reader("rules") as reader:
        assert reader is get_reader() is READERS["rules"]
    assert get_reader() is READERS["one_pass"]


def test_an_unknown_reader_is_not_used():
    with pytest.raises(ImproperlyConfigured, match="tea"), use_reader("tea"):
        pass
    assert get_reader() is READERS["one_pass"]


def test_an_unknown_reader_is_named(settings):
    settings.DIGIT_READER = "tea"
    with pytest.raises(ImproperlyConfigured, match=r"tea\. Use one of rules, one_pass"):
        get_reader()


@pytest.mark.parametrize(
    ("name", "files"), [("rules", RULES_MODEL), ("one_pass", PAGE_MODEL)]
)
def test_each_reader_has_its_networks(settings, name, files):
    settings.DIGIT_READER = name
    assert get_model_files() == files


@pytest.mark.parametrize("name", READERS)
def test_the_card_of_each_reader_keeps_the_promises_of_the_api(settings, name):
    settings.DIGIT_READER = name
    card = CardSerializer(data=engine.get_model_card())
    assert card.is_valid(), card.errors


def test_networks_of_another_folder_are_used(settings, tmp_path):
    settings.DIGIT_MODEL_PATH = str(tmp_path / "detector.keras")
    (tmp_path / "glyphs.keras").touch()
    found = get_model_files()
    assert found.main == tmp_path / "detector.keras"
    assert found.others["glyph_network"] == tmp_path / "glyphs.keras"
    assert found.others["line_reader"] == PAGE_MODEL.others["line_reader"]


def test_the_card_of_the_detector_holds_the_thresholds_of_verdicts():
    thresholds = PAGE_MODEL.read_card()["thresholds"]
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
