"""Figures of a classifier are counted from its logits."""

import numpy as np
import pytest

from ml import artifact, evaluate
from ml.data.datasets import Samples
from ml.digits import NOT_A_DIGIT


class FakeClassifier:
    """Returns the logits written into the first eleven pixels of each image."""

    def predict(self, x, batch_size, verbose):
        return x.reshape(len(x), -1)[:, :11] * 20


def answering(answers, labels):
    """Return samples for which the fake classifier gives these answers."""
    x = np.zeros((len(answers), 28, 28, 1), np.uint8)
    x[np.arange(len(answers)), 0, answers] = 255
    return Samples(x, np.array(labels, np.uint8))


def score(answers, labels, temperature=1.0):
    return evaluate.score(FakeClassifier(), temperature, answering(answers, labels))


def test_the_logits_are_of_images_between_paper_and_ink():
    logits = evaluate.compute_logits(FakeClassifier(), answering([4], [4]))
    assert logits.tolist() == [[20 if i == 4 else 0 for i in range(11)]]


def test_digits_are_counted_by_their_likeliest_label():
    row = score([1, 2, 3, 4], [1, 2, 3, 5])
    assert (row["n"], row["right"]) == (4, 3)
    assert row["error_percent"] == 25.0


def test_a_digit_has_a_label_even_if_it_is_rejected():
    samples = answering([NOT_A_DIGIT], [6])
    samples.x[0, 0, 6] = 100
    assert evaluate.score(FakeClassifier(), 1.0, samples)["right"] == 1


def test_non_digits_are_right_if_they_are_rejected():
    assert score([10, 10, 3], [10, 10, 10]) == {"n": 3, "right": 2}


def test_overconfidence_is_a_calibration_error():
    answers, labels = [1] * 10, [1] * 5 + [2] * 5
    assert score(answers, labels)["calibration_error"] == pytest.approx(0.5, abs=0.01)


def test_the_temperature_divides_the_logits():
    [sharp, soft] = [score([1], [1], t)["calibration_error"] for t in (1.0, 20.0)]
    assert sharp == pytest.approx(0, abs=1e-3)
    assert soft > 0.5


@pytest.fixture
def folder(tmp_path):
    """Return a data folder with a test part of three digits."""
    test = answering([0, 1, 2], [0, 1, 9])
    x, y = np.zeros((5_001, 28, 28), np.uint8), np.zeros(5_001, np.uint8)
    parts = {"x_train": x, "y_train": y, "x_test": test.x[..., 0], "y_test": test.y}
    np.savez(tmp_path / "mnist.npz", **parts)
    return tmp_path


def test_every_validation_set_and_the_test_part_has_a_row(folder):
    validation = {"mnist": answering([1], [1]), "nondigits": answering([10], [10])}
    rows = evaluate.measure(FakeClassifier(), 1.0, validation, folder)
    names = ["validation: mnist", "validation: nondigits", "MNIST test"]
    assert [row["set"] for row in rows] == names
    assert [row["right"] for row in rows] == [1, 1, 2]


def test_usps_is_measured_if_the_folder_has_it(folder):
    path = folder / "dev/usps_train"
    path.mkdir(parents=True)
    x = np.zeros((2, 16, 16), np.uint8)
    x[:, 2:14, 7:9] = 255
    np.savez(path / "usps_train.npz", x=x, y=np.array([1, 1]))
    rows = evaluate.measure(FakeClassifier(), 1.0, {}, folder)
    assert [row["set"] for row in rows] == ["MNIST test", "USPS, other hands"]
    assert rows[1]["n"] == 2


def test_the_command_prints_a_row_for_each_set(folder, monkeypatch, capsys):
    loaded = FakeClassifier(), {"temperature": 1.0}
    monkeypatch.setattr(evaluate, "load_artifact", lambda path: loaded)
    evaluate.main(["--data", str(folder)])
    assert "'set': 'MNIST test', 'n': 3, 'right': 2" in capsys.readouterr().out


def test_the_command_refuses_a_broken_artifact(tmp_path):
    with pytest.raises(artifact.BrokenArtifact):
        evaluate.main(["--artifact", str(tmp_path / "digits.keras")])
