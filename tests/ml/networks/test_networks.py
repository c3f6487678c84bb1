"""The architectures take and return arrays of the shapes they state."""

import numpy as np
import pytest

from ml import artifact
from ml.digits import CLASSES
from ml.inputs.line_images import LINE_HEIGHT_PX
from ml.networks.classifier import build_classifier
from ml.networks.line_reader import TIMESTEP_PX, build_line_reader

pytestmark = pytest.mark.model


def test_the_classifier_returns_eleven_logits():
    logits = build_classifier(width=0.25)(np.zeros((3, 28, 28, 1), np.float32))
    assert logits.shape == (3, CLASSES)


def test_the_width_scales_the_number_of_filters():
    narrow, full = build_classifier(0.25), build_classifier()
    assert narrow.count_params() < full.count_params() / 8


@pytest.mark.parametrize("width", [64, 130])
def test_the_line_reader_returns_logits_for_every_timestep(width):
    images = np.zeros((2, LINE_HEIGHT_PX, width, 1), np.float32)
    assert build_line_reader()(images).shape == (2, width // TIMESTEP_PX, CLASSES)


@pytest.mark.parametrize(
    ("build", "path"),
    [
        (build_classifier, artifact.ARTIFACT),
        (build_line_reader, artifact.LINES_ARTIFACT),
    ],
)
def test_the_committed_weights_fit_the_architecture(build, path):
    trained, card = artifact.load_artifact(path)
    model = build()
    model.set_weights(trained.get_weights())
    assert model.count_params() == card["parameters"]
    assert artifact.golden_answer(model) == pytest.approx(card["golden"], abs=0.01)


def test_logits_stay_float32_in_half_precision():
    import keras

    keras.config.set_dtype_policy("mixed_bfloat16")
    try:
        model = build_classifier(0.25)
    finally:
        keras.config.set_dtype_policy("float32")
    assert model.layers[-1].dtype_policy.name == "float32"
    assert model.layers[1].dtype_policy.name == "mixed_bfloat16"
