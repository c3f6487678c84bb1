"""The training of the line reader: its batches, its loss and its accuracy."""

import numpy as np
import pytest

from ml import artifact
from ml.ctc import BLANK
from ml.data import datasets
from ml.data.lines.composer import LineComposer, LineImage
from ml.data.lines.writing import BATCH_WIDTHS_PX, MAX_DIGITS
from ml.inputs.line_images import LINE_HEIGHT_PX
from ml.training import line_reader
from ml.training.line_reader import (
    BATCH_COLUMNS,
    NO_LABEL,
    LineGroup,
    augment_lines,
    build_batches,
    group_by_width,
)


def line_image(width, labels=(), value=0):
    return LineImage(np.full((LINE_HEIGHT_PX, width), value, np.uint8), labels)


def group(width, count, labels=()):
    """Return a group of blank line images."""
    return group_by_width([line_image(width, labels)] * count)


def test_line_images_are_grouped_by_the_next_batch_width():
    widths = [10, 96, 97, 300, 352]
    groups = group_by_width([line_image(width) for width in widths])
    assert [each.x.shape[2] for each in groups] == [96, 160, 352]
    assert [len(each.x) for each in groups] == [2, 1, 2]


def test_padding_is_paper_and_no_label():
    [only] = group_by_width([line_image(50, (3, 1), value=255)])
    assert only.x[0, :, :50].min() == 255
    assert not only.x[0, :, 50:].any()
    assert only.y.tolist() == [[3, 1] + [NO_LABEL] * (MAX_DIGITS - 2)]


@pytest.mark.parametrize("width", BATCH_WIDTHS_PX)
def test_batches_of_all_widths_are_about_equally_large(width):
    [only] = group(width, 1)
    assert 0.9 * BATCH_COLUMNS < only.batch_size * width <= BATCH_COLUMNS


def test_augmented_lines_are_between_paper_and_ink():
    x = np.random.default_rng(1).integers(0, 256, (4, LINE_HEIGHT_PX, 60, 1), np.uint8)
    augmented = augment_lines(x, np.random.default_rng(2))
    assert augmented.shape == x.shape
    assert augmented.dtype == np.float32
    assert 0.0 <= augmented.min() <= augmented.max() <= 1.0


def test_lines_move_up_and_down_by_two_pixels_at_most():
    x = np.zeros((1, LINE_HEIGHT_PX, 20, 1), np.uint8)
    x[0, 16] = 255
    rows = {
        int(augment_lines(x, np.random.default_rng(seed))[0, :, 0, 0].argmax())
        for seed in range(40)
    }
    assert rows == {14, 15, 16, 17, 18}


def test_lines_are_composed_of_all_sources(tmp_path, monkeypatch):
    drawn = datasets.draw_variants(40, 1)
    monkeypatch.setattr(datasets, "draw_variants", lambda *_: drawn)
    monkeypatch.setattr(datasets, "load_mnist", lambda folder: (drawn, drawn, drawn))
    images = line_reader.compose_lines(None, tmp_path, 12, seed=1)
    again = line_reader.compose_lines(None, tmp_path, 12, seed=1)
    assert len(images) == 12
    assert all((a.x == b.x).all() for a, b in zip(images, again, strict=True))


class FakeLineReader:
    """Reads a 7 from every line image with ink, and nothing from others."""

    def predict(self, x, batch_size, verbose):
        scores = np.zeros((len(x), 3, 11), np.float32)
        scores[..., BLANK] = 1
        scores[x.any((1, 2, 3)), 1, 7] = 2
        return scores


def test_a_line_counts_if_all_its_labels_are_read():
    images = [
        line_image(50, (7,), value=255),
        line_image(50, (), value=0),
        line_image(50, (7, 7), value=255),
        line_image(200, (), value=255),
    ]
    groups = group_by_width(images)
    assert line_reader.compute_accuracy(FakeLineReader(), groups) == 0.5


@pytest.mark.model
@pytest.mark.parametrize("seed", range(8))
def test_batches_begin_with_two_widths_so_that_none_is_assumed_to_be_fixed(seed):
    groups = [*group(96, 200), *group(160, 120)]
    batches = build_batches(groups, seed)
    assert {batches[0][0].shape[2], batches[1][0].shape[2]} == {96, 160}


@pytest.mark.model
def test_batches_are_reproducible_and_change_with_the_epoch():
    [lines] = group(96, 3 * (BATCH_COLUMNS // 96), (1, 2))
    noise = np.random.default_rng(1).integers(0, 256, lines.x.shape, np.uint8)
    groups = [LineGroup(noise, lines.y)]
    one, same = build_batches(groups, 1), build_batches(groups, 1)
    assert len(one) == 3
    assert (one[0][0] == same[0][0]).all()
    same.on_epoch_end()
    assert (one[0][0] != same[0][0]).any()


@pytest.mark.model
def test_the_loss_is_low_where_the_labels_are_certain():
    logits = np.full((2, 4, 11), -10, np.float32)
    logits[:, [0, 2, 3], BLANK] = 10
    logits[:, 1, 4] = 10
    labels = np.full((2, 10), NO_LABEL, np.int32)
    labels[0, 0], labels[1, 0] = 4, 5
    right, wrong = np.asarray(line_reader.ctc_loss(labels, logits))
    assert right < 0.1
    assert wrong > 5


class LossesKept:
    """Keeps the loss of every epoch."""

    def __init__(self):
        self.losses = []

    def callback(self):
        import keras

        def keep(epoch, logs):
            self.losses.append(logs["loss"])

        return keras.callbacks.LambdaCallback(on_epoch_end=keep)


@pytest.mark.model
@pytest.mark.slow
def test_a_short_training_teaches_a_line_reader_where_there_is_nothing():
    forms = datasets.draw_variants(60, seed=1)
    composer, rng = LineComposer([forms], None), np.random.default_rng(1)
    groups = group_by_width([composer.draw(rng) for _ in range(250)])
    kept = LossesKept()
    model = line_reader.fit(groups, epochs=6, seed=1, callbacks=[kept.callback()])
    assert kept.losses[-1] < kept.losses[0] / 2
    scores = model(groups[0].x[:2] / np.float32(255), training=False)
    assert scores.shape == (2, groups[0].x.shape[2] // 2, 11)


@pytest.mark.model
@pytest.mark.slow
def test_the_command_writes_an_artifact_and_its_card(tmp_path, monkeypatch):
    images = [line_image(60 + i % 30, (i % 10,), value=i % 256) for i in range(200)]
    monkeypatch.setattr(line_reader, "compose_lines", lambda *_: images)
    output = tmp_path / "lines.keras"
    short = ["--epochs", "1", "--page-lines", "60"]
    line_reader.main([*short, "--output", str(output), "--version", "0.0.1"])
    _, card = artifact.load_artifact(output)
    assert (card["version"], card["temperature"]) == ("0.0.1", 1.0)
    assert card["trained_on"] == {"strips": 254}
    assert 0 <= card["accuracy"][0]["right"] <= 1
