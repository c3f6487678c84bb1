"""The state of a training on disk, so that it can go on where it was."""

import json
import os
import shutil
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import numpy as np

FILE = "state.npz"
GROUPS = ("weights", "average", "optimizer")


@dataclass(frozen=True)
class Progress:
    """How far a training is.

    Attributes:
        seed: of weights and examples.
        step: batches learned from.
        examples: composed pages, or glyphs, learned from.
        digits: on these.
        seconds: of training, all parts together.
        part: how often it was taken up again.
    """

    seed: int
    step: int = 0
    examples: int = 0
    digits: int = 0
    seconds: float = 0.0
    part: int = 0

    def after(self, examples: int, digits: int, seconds: float) -> "Progress":
        """Return the progress after one batch more."""
        return replace(
            self,
            step=self.step + 1,
            examples=self.examples + examples,
            digits=self.digits + digits,
            seconds=seconds,
        )


@dataclass(frozen=True)
class State:
    """All that a training needs to go on.

    Attributes:
        progress: how far it is.
        weights: of the network, in Keras' order.
        average: their moving averages.
        optimizer: its variables, in Keras' order.
    """

    progress: Progress
    weights: Sequence[np.ndarray]
    average: Sequence[np.ndarray]
    optimizer: Sequence[np.ndarray]


def save_state(state: State, folder: Path, copies: Sequence[Path] = ()) -> None:
    """Write the state; a reader sees the one before or this one, never a part."""
    folder.mkdir(parents=True, exist_ok=True)
    arrays = {
        f"{group}_{i:03}": array
        for group in GROUPS
        for i, array in enumerate(getattr(state, group))
    }
    written = folder / f".{FILE}"
    with written.open("wb") as file:
        np.savez(file, progress=json.dumps(asdict(state.progress)), **arrays)
    os.replace(written, folder / FILE)
    for copy in copies:
        copy.mkdir(parents=True, exist_ok=True)
        shutil.copy(folder / FILE, copy / f".{FILE}")
        os.replace(copy / f".{FILE}", copy / FILE)


def load_state(folder: Path) -> State:
    """Return the saved state.

    Raises:
        FileNotFoundError: if there is none.
    """
    with np.load(folder / FILE) as file:
        progress = Progress(**json.loads(str(file["progress"])))
        names = sorted(file.files)
        groups = {
            group: [file[name] for name in names if name.startswith(f"{group}_")]
            for group in GROUPS
        }
    return State(progress, **groups)
