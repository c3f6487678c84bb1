"""What the trainings of both networks share: half precision, schedule, averages."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from ml.artifact import load_artifact

LEARNING_RATE = 1.5e-3
WARM_UP = 0.05  # share of the run


@dataclass(frozen=True)
class Run:
    """How long to train, and from where.

    Attributes:
        epochs: times through the batches.
        seed: of the weights.
        start: an artifact to go on from; random weights without.
        callbacks: of Keras, to follow the run.
    """

    epochs: int
    seed: int
    start: Path | None = None
    callbacks: Iterable = ()


def fit_network(build: Callable, batches, loss, run: Run, metrics: Iterable = ()):
    """Train a network in half precision and return it with float32 layers.

    Args:
        build: returns the untrained network.
        batches: a Keras data set.
        loss: of Keras.
        run: how long to train, and from where.
        metrics: of Keras, to print.
    """
    import keras

    keras.utils.set_random_seed(run.seed)
    keras.config.set_dtype_policy("mixed_bfloat16")
    model = build()
    keras.config.set_dtype_policy("float32")
    if run.start:
        model.set_weights(load_artifact(run.start)[0].get_weights())
    model.compile(
        optimizer=cosine_optimizer(len(batches) * run.epochs),
        loss=loss,
        metrics=list(metrics),
        jit_compile=False,  # XLA trains four times slower on processors
    )
    model.fit(batches, epochs=run.epochs, callbacks=list(run.callbacks))
    plain = build()
    plain.set_weights(model.get_weights())
    return plain


def kept(checkpoint: Path):
    """Return a callback that keeps the weights in a file after each epoch."""
    import keras

    checkpoint.parent.mkdir(parents=True, exist_ok=True)
    return keras.callbacks.ModelCheckpoint(checkpoint, save_weights_only=True)


def cosine_optimizer(steps: int):
    """Return AdamW that warms up, then cools to zero, and averages the weights."""
    import keras

    warm_up = round(steps * WARM_UP)
    rate = keras.optimizers.schedules.CosineDecay(
        0.0, steps - warm_up, warmup_target=LEARNING_RATE, warmup_steps=warm_up
    )
    optimizer = keras.optimizers.AdamW(
        rate,
        beta_2=0.99,
        weight_decay=0.03,
        use_ema=True,
        # The average of a short run has to forget the first weights in time.
        ema_momentum=min(0.999, 1 - 20 / (steps + 20)),
    )
    optimizer.exclude_from_weight_decay(var_names=["bias", "gamma", "beta"])
    return optimizer
