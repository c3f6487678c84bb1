"""A data folder with a few samples of every set."""

import numpy as np
import pytest


def draw_bars(count, side, paper, ink):
    """Return pictures uint8 (count, side, side) of an upright bar each."""
    pictures = np.full((count, side, side), paper, np.uint8)
    pictures[:, side // 8 : -side // 8, side // 2 - 2 : side // 2 + 2] = ink
    return pictures


def save_set(folder, name, **arrays):
    path = folder / "dev" / name
    path.mkdir(parents=True, exist_ok=True)
    np.savez(path / f"{name}.npz", **arrays)


@pytest.fixture
def whole_folder(tmp_path):
    """Return a data folder with MNIST and all sets that are trained on."""
    x, y = draw_bars(5_020, 28, 0, 255), np.arange(5_020) % 10
    parts = {"x_train": x, "y_train": y, "x_test": x[:5], "y_test": y[:5]}
    np.savez(tmp_path / "mnist.npz", **parts)
    labels = np.arange(20) % 10
    for name in ("scan_cells_minichazer", "scan_crops_anzemur"):
        save_set(tmp_path, name, x=draw_bars(20, 32, 220, 60), y=labels)
    save_set(tmp_path, "omniglot", x=draw_bars(20, 105, 255, 0))
    save_set(tmp_path, "usps_train", x=draw_bars(20, 16, 0, 250), y=labels)
    path = tmp_path / "dev/pendigits"
    path.mkdir()
    points = np.tile([(50, 100), (50, 0)], (20, 1)).astype(np.int16)
    counts = {"stroke_len": [2] * 20, "n_strokes": [1] * 20, "y": labels}
    np.savez(path / "pendigits_tra_strokes.npz", points=points, **counts)
    return tmp_path
