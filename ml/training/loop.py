"""What all trainings share: half precision, learning rates, averaged weights."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ml.artifact import load_artifact

if TYPE_CHECKING:
    import keras

LEARNING_RATE = 1.5e-3
WARM_UP_RATIO = 0.05  # of all steps
MAX_EMA_MOMENTUM = 0.999
EMA_WINDOWS = 20  # a short run averages over about a twentieth of its steps


@dataclass(frozen=True)
class TrainingRun:
    """How long to train, and the initial weights.

    Attributes:
        epochs: number of epochs.
        seed: of the random weights.
        start: artifact with the initial weights; random weights if None.
        callbacks: Keras callbacks.
    """

    epochs: int
    seed: int
    start: Path | None = None
    callbacks: Iterable["keras.callbacks.Callback"] = ()


def fit_network(
    build: Callable[[], "keras.Model"],
    batches: Any,
    loss: Any,
    run: TrainingRun,
    metrics: Iterable[str] = (),
) -> "keras.Model":
    """Train a network in half precision and return it with float32 layers.

    Args:
        build: returns the untrained network.
        batches: a Keras data set.
        loss: a Keras loss.
        run: how long to train, and the initial weights.
        metrics: names of Keras metrics to print.
    """
    import keras

    keras.utils.set_random_seed(run.seed)
    keras.config.set_dtype_policy("mixed_bfloat16")
    model = build()
    keras.config.set_dtype_policy("float32")
    if run.start:
        model.set_weights(load_artifact(run.start)[0].get_weights())
    model.compile(
        optimizer=build_optimizer(len(batches) * run.epochs),
        loss=loss,
        metrics=list(metrics),
        jit_compile=False,  # with XLA, training on CPUs takes four times as long
    )
    model.fit(batches, epochs=run.epochs, callbacks=list(run.callbacks))
    trained = build()
    trained.set_weights(model.get_weights())
    return trained


def build_checkpoint(path: Path) -> "keras.callbacks.Callback":
    """Return a callback that saves the weights after each epoch."""
    import keras

    path.parent.mkdir(parents=True, exist_ok=True)
    return keras.callbacks.ModelCheckpoint(path, save_weights_only=True)


def build_optimizer(steps: int) -> "keras.optimizers.Optimizer":
    """Return AdamW with warm-up, cosine decay to 0 and an average of the weights."""
    import keras

    warm_up = round(steps * WARM_UP_RATIO)
    learning_rate = keras.optimizers.schedules.CosineDecay(
        0.0, steps - warm_up, warmup_target=LEARNING_RATE, warmup_steps=warm_up
    )
    optimizer = keras.optimizers.AdamW(
        learning_rate,
        beta_2=0.99,
        weight_decay=0.03,
        use_ema=True,
        # The average of a short run has to forget the initial weights in time.
        ema_momentum=min(MAX_EMA_MOMENTUM, 1 - EMA_WINDOWS / (steps + EMA_WINDOWS)),
    )
    optimizer.exclude_from_weight_decay(var_names=["bias", "gamma", "beta"])
    return optimizer
