"""The loop of trainings on endless batches."""

import numpy as np
import pytest

from ml.training.glyphs.batches import GlyphBatch
from ml.training.glyphs.training import start_training


@pytest.mark.model
def test_losses_are_the_means_of_all_batches_since_the_last_call():
    training = start_training(1, 0.15, "float32")
    images = np.zeros((4, 40, 40, 2), np.uint8)
    seen = []
    for target in (1, 2, 3):
        training.learn(GlyphBatch(images, np.full(4, target, np.uint8)), 0.0, 0.0)
        seen.append(training._losses[-1]["total"])
    assert training.read_losses()["total"] == pytest.approx(np.mean(seen), abs=1e-4)
    training.learn(GlyphBatch(images, np.full(4, 1, np.uint8)), 0.0, 0.0)
    assert len(training._losses) == 1
