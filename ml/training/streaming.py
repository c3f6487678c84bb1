"""Training on endless composed batches: schedule, averaged weights, resumable state."""

import json
import math
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from ml.training.checkpoint import Progress, State, load_state, save_state

if TYPE_CHECKING:
    import keras

LEARNING_RATE = 2.5e-3
LAST_RATE = 0.002  # of the learning rate
WARM_UP_STEPS = 300
WEIGHT_DECAY = 1e-2
MAX_GRADIENT_NORM = 5.0

AVERAGE = 0.999  # of the weights, each step
AVERAGED_EVERY = 4  # steps

LOGGED_EVERY = 100  # steps
SAVED_EVERY_SECONDS = 120
LOG = "log.jsonl"


@dataclass(frozen=True)
class Length:
    """How long to train; at least one is given.

    Attributes:
        minutes: of training, all parts together.
        examples: to learn from, pages or glyphs.
    """

    minutes: float | None = None
    examples: int | None = None

    def share_done(self, progress: Progress) -> float:
        """Return 0-1; 1 is the end."""
        shares = [0.0]
        if self.minutes is not None:
            shares.append(progress.seconds / (60 * self.minutes))
        if self.examples is not None:
            shares.append(progress.examples / self.examples)
        return min(1.0, max(shares))


def compute_learning_rate(step: int, share_done: float) -> float:
    """Return the rate: a warm-up by steps, one cosine over the whole run."""
    warm = min(1.0, (step + 1) / WARM_UP_STEPS)
    cosine = 0.5 + 0.5 * math.cos(math.pi * share_done)
    return LEARNING_RATE * warm * (cosine + LAST_RATE)


class Batch(Protocol):
    """What one step learns from.

    Attributes:
        images: uint8 (n, height, width, channels), inputs of the network.
        targets: what the trainer's loss takes.
        digits: how many there are on the images.
    """

    @property
    def images(self) -> np.ndarray: ...
    @property
    def targets(self) -> Any: ...
    @property
    def digits(self) -> int: ...


class Networks(Protocol):
    """Builds what is trained."""

    def build(self, for_training: bool) -> "keras.Model":
        """Return the untrained network."""

    def build_trainer(self, network: "keras.Model") -> "keras.Model":
        """Return a model with a loss that shares the weights of the network."""


class StreamTraining:
    """A network while it is trained.

    Args:
        networks: builds the network and what trains it.
        seed: of the weights.
        policy: precision of Keras; half precision by default.
    """

    def __init__(
        self, networks: Networks, seed: int, policy: str = "mixed_bfloat16"
    ) -> None:
        import keras

        keras.utils.set_random_seed(seed)
        keras.config.set_dtype_policy(policy)
        self.networks = networks
        self.network = networks.build(for_training=True)
        keras.config.set_dtype_policy("float32")
        self.trainer = networks.build_trainer(self.network)
        optimizer = keras.optimizers.AdamW(
            LEARNING_RATE,
            weight_decay=WEIGHT_DECAY,
            global_clipnorm=MAX_GRADIENT_NORM,
        )
        optimizer.exclude_from_weight_decay(var_names=["bias", "gamma", "beta"])
        # XLA trains four times slower on processors.
        self.trainer.compile(optimizer=optimizer, loss=None, jit_compile=False)
        optimizer.build(self.trainer.trainable_variables)
        self.progress = Progress(seed)
        self.average = self.network.get_weights()
        self._losses: list[dict[str, float]] = []

    def learn(self, batch: Batch, rate: float, seconds: float) -> None:
        """Learn from one batch; `seconds` is the time trained so far."""
        self.trainer.optimizer.learning_rate = rate
        # Keras forgets its metrics at every call: the means are kept here.
        losses = self.trainer.train_on_batch(
            batch.images.astype(np.float32), batch.targets, return_dict=True
        )
        self._losses.append(losses)
        self.progress = self.progress.after(len(batch.images), batch.digits, seconds)
        if self.progress.step % AVERAGED_EVERY == 0:
            self._average()

    def _average(self) -> None:
        # The first weights have to be forgotten in time.
        keep = min(AVERAGE, 1 - 10 / (self.progress.step + 10)) ** AVERAGED_EVERY
        for mean, value in zip(self.average, self.network.get_weights(), strict=True):
            mean *= keep
            mean += (1 - keep) * value

    def read_losses(self) -> dict[str, float]:
        """Return the mean of every part of the loss since the last call."""
        means = {
            name: round(float(np.mean([losses[name] for losses in self._losses])), 4)
            for name in self._losses[0]
        }
        self._losses.clear()
        return means

    def averaged_network(self) -> "keras.Model":
        """Return the network of averaged weights, in full precision."""
        network = self.networks.build(for_training=False)
        network.set_weights(self.average)
        return network

    def state(self) -> State:
        """Return all that is needed to go on."""
        variables = self.trainer.optimizer.variables
        return State(
            self.progress,
            self.network.get_weights(),
            [mean.copy() for mean in self.average],
            [variable.numpy() for variable in variables],
        )

    def restore(self, state: State) -> None:
        """Go on from a state; examples are drawn anew."""
        self.progress = replace(state.progress, part=state.progress.part + 1)
        self.network.set_weights(state.weights)
        self.average = [mean.copy() for mean in state.average]
        variables = self.trainer.optimizer.variables
        for variable, value in zip(variables, state.optimizer, strict=True):
            variable.assign(value)


@dataclass
class Recorder:
    """Writes the state every two minutes and a line of the log every 100 steps.

    Attributes:
        folder: holds both.
        copies: folders that get the state, too.
    """

    folder: Path
    copies: Sequence[Path] = ()
    waited: float = 0.0
    _logged: tuple[float, int] | None = None
    _saved: float = 0.0

    def save(self, training: StreamTraining) -> None:
        save_state(training.state(), self.folder, self.copies)
        self._saved = time.monotonic()

    def after_step(self, training: StreamTraining, rate: float) -> None:
        """Save and log where it is time to."""
        now, progress = time.monotonic(), training.progress
        if self._logged is None:
            self._logged, self._saved = (now, progress.examples), now
        if progress.step % LOGGED_EVERY == 0:
            seconds, examples = (
                now - self._logged[0],
                progress.examples - self._logged[1],
            )
            line = {
                "minutes": round(progress.seconds / 60, 2),
                "step": progress.step,
                "examples": progress.examples,
                "digits": progress.digits,
                "rate": round(rate, 6),
                "examples_per_second": round(examples / max(seconds, 1e-6), 1),
                "waited": round(self.waited / max(seconds, 1e-6), 3),
            } | training.read_losses()
            self._write(line)
            self._logged, self.waited = (now, progress.examples), 0.0
        if now - self._saved > SAVED_EVERY_SECONDS:
            self.save(training)

    def _write(self, line: dict[str, float]) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / LOG).open("a") as file:
            file.write(json.dumps(line) + "\n")
        print(" ".join(f"{name} {value}" for name, value in line.items()), flush=True)


def train(
    training: StreamTraining,
    next_batch: Callable[[float], Batch],
    length: Length,
    recorder: Recorder,
) -> None:
    """Learn from batches until the end, and save the state.

    Args:
        training: new, or restored from a state.
        next_batch: returns a batch, given the share of the run that is done.
        length: when to end.
        recorder: saves and logs.
    """
    before, start = training.progress.seconds, time.monotonic()
    while (done := length.share_done(training.progress)) < 1:
        asked = time.monotonic()
        batch = next_batch(done)
        recorder.waited += time.monotonic() - asked
        rate = compute_learning_rate(training.progress.step, done)
        training.learn(batch, rate, before + time.monotonic() - start)
        recorder.after_step(training, rate)
    recorder.save(training)


def resume(training: StreamTraining, folder: Path) -> None:
    """Restore the state that a folder holds.

    Raises:
        FileNotFoundError: if it holds none.
    """
    training.restore(load_state(folder))
