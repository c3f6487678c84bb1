"""The network and its training, with the real Keras."""

import json

import numpy as np
import pytest

from ml import artifact
from ml import train as train_command
from ml.data import datasets
from ml.data.line_synthesis import Composer, Strip
from ml.inference import load_predictor
from ml.line_images import LINE_HEIGHT_PX
from ml.training import classifier
from ml.training import line_reader as lines

pytestmark = pytest.mark.model


@pytest.fixture(scope="module")
def predictor():
    return load_predictor(artifact.ARTIFACT)


def test_the_golden_digit_is_read_as_seven(predictor):
    chances = predictor.classify(artifact.golden_glyph_image())
    assert chances.shape == (1, 11)
    assert chances[0].argmax() == 7
    assert chances.sum() == pytest.approx(1.0, abs=1e-5)


def test_many_fields_are_answered_as_one_by_one(predictor):
    fields = np.repeat(artifact.golden_glyph_image(), 300, axis=0)
    alone = predictor.classify(fields[:1])
    assert np.abs(predictor.classify(fields) - alone).max() < 1e-4


def test_a_network_that_answers_differently_is_refused(tmp_path):
    model, card = artifact.load_artifact()
    model.layers[-1].bias.assign_add(np.eye(11)[3])
    path = tmp_path / "digits.keras"
    saved = artifact.save_artifact(model, card, path)
    altered = saved | {"golden": card["golden"]}
    artifact.card_path(path).write_text(json.dumps(altered))
    with pytest.raises(artifact.BrokenArtifact, match="answers differently"):
        load_predictor(path)


@pytest.mark.slow
def test_a_short_training_teaches_a_line_reader_where_there_is_nothing():
    forms = datasets.draw_variants(60, seed=1)
    composer, rng = Composer([forms], None), np.random.default_rng(1)
    groups = lines.padded([composer.draw(rng) for _ in range(250)])
    losses = LossesKept()
    model = lines.fit(groups, epochs=6, seed=1, callbacks=[losses.callback()])
    assert losses.seen[-1] < losses.seen[0] / 2
    answers = model(groups[0].x[:2] / np.float32(255), training=False)
    assert answers.shape == (2, groups[0].x.shape[2] // 2, 11)


@pytest.mark.parametrize("seed", range(8))
def test_batches_begin_with_two_widths_so_that_none_is_taken_for_fixed(seed):
    widths = [(96, 200), (160, 120)]
    strips = [
        Strip(np.zeros((LINE_HEIGHT_PX, w), np.uint8), ())
        for w, n in widths
        for _ in range(n)
    ]
    drawn = lines.batches(lines.padded(strips), seed)
    assert {drawn[0][0].shape[2], drawn[1][0].shape[2]} == {96, 160}


class LossesKept:
    """Keeps the loss of every epoch."""

    def __init__(self):
        self.seen = []

    def callback(self):
        import keras

        def keep(epoch, logs):
            self.seen.append(logs["loss"])

        return keras.callbacks.LambdaCallback(on_epoch_end=keep)


@pytest.mark.slow
def test_a_short_training_learns_forms_apart():
    forms = datasets.draw_variants(480, seed=1)
    others = datasets.draw_nondigits(forms, 200, seed=1)
    parts = {"mnist": forms, "digits": forms, "nondigits": others}
    model = classifier.fit(classifier.Course(parts, {}), epochs=6, seed=1)
    # So short a run has not seen enough for the averages of batch normalization.
    logits = np.asarray(model(forms.x[:200] / np.float32(255), training=True))
    assert (logits.argmax(1) == forms.y[:200]).mean() > 0.5


def test_the_train_command_names_the_networks_it_knows(capsys):
    assert train_command.main(["tea"]) == 2
    assert "classifier, lines" in capsys.readouterr().err


@pytest.mark.parametrize("network", train_command.TRAININGS)
def test_the_train_command_passes_options_on(network, capsys):
    with pytest.raises(SystemExit) as stopped:
        train_command.main([network, "--help"])
    assert stopped.value.code == 0
    assert "--epochs" in capsys.readouterr().out
