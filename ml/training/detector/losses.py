"""The detector's loss, for any backend of Keras.

Focal loss on the heat of both maps (Lin et al., arXiv 1708.02002, as CenterNet has it);
absolute errors of size and offset in the cells of middles; and, over each box's inner
part, cross-entropy of the class and the error of size: many more cells learn from them.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from ml.networks.detector import CLASSES, OTHER, Tensor
from ml.training.detector.targets import MIDDLE

if TYPE_CHECKING:
    import keras

OTHER_WEIGHT = 0.5  # "other" matters less than which digit it is
FOCUS, NEAR = 2, 4  # exponents of CenterNet's focal loss
WEIGHTS = {"heat": 1.0, "class": 0.6, "size": 0.2, "inner_size": 0.2, "offset": 0.4}


class _Pages(NamedTuple):
    """The weight of each page and what the sums are divided by.

    A page of n characters counts as much as n ** .5 pages of one.
    """

    weight: Tensor  # (n,)
    total: Tensor  # scalar


def flatten_maps(maps: Sequence[Tensor]) -> Tensor:
    """Return the cells of both maps in one row, (n, cells, 21)."""
    from keras import ops

    flat = [ops.reshape(m, (ops.shape(m)[0], -1, m.shape[-1])) for m in maps]
    return ops.concatenate(flat, axis=1)


def compute_losses(
    targets: dict[str, Tensor], maps: Sequence[Tensor]
) -> dict[str, Tensor]:
    """Return every part of the loss, unweighted, as scalars.

    Args:
        targets: of a batch, as `targets.stack_targets` returns them.
        maps: what the network answers.
    """
    from keras import ops

    flat = flatten_maps(maps)
    objects, samples = targets["object_values"], targets["sample_values"]
    count = ops.maximum(ops.sum(objects[..., 4], axis=1), 1.0)
    pages = _Pages(1 / ops.sqrt(count), ops.sum(ops.sqrt(count)))
    at_middles = _rows(flat, targets["object_cells"])
    inside = _rows(flat, targets["sample_cells"])
    size, offset = slice(CLASSES, CLASSES + 2), slice(CLASSES + 2, CLASSES + 4)
    return {
        "heat": _focal(ops.cast(targets["heat"], "float32"), flat, pages),
        "class": _cross_entropy(samples, inside, pages),
        "size": _error(objects[..., :2], at_middles[..., size], objects[..., 4], pages),
        "inner_size": _error(
            samples[..., 1:3], inside[..., size], samples[..., 3], pages
        ),
        "offset": _error(
            objects[..., 2:4], at_middles[..., offset], objects[..., 4], pages
        ),
    }


def build_trainer(network: "keras.Model") -> "keras.Model":
    """Return the network with its loss; it shares the network's weights."""
    import keras

    class DetectorTrainer(keras.Model):  # type: ignore[misc]
        def __init__(self, **kwargs: Any):
            super().__init__(**kwargs)
            self.parts = {name: keras.metrics.Mean(name=name) for name in WEIGHTS}
            self.total = keras.metrics.Mean(name="total")

        @property
        def metrics(self) -> list["keras.Metric"]:
            return [self.total, *self.parts.values()]

        def compute_loss(
            self,
            x: Tensor,
            y: dict[str, Tensor],
            y_pred: Sequence[Tensor],
            sample_weight: Tensor = None,
            training: bool = True,
        ) -> Tensor:
            losses = compute_losses(y, y_pred)
            total = sum(WEIGHTS[name] * value for name, value in losses.items())
            self.total.update_state(total)
            for name, value in losses.items():
                self.parts[name].update_state(value)
            return total

        def compute_metrics(
            self,
            x: Tensor,
            y: dict[str, Tensor],
            y_pred: Sequence[Tensor],
            sample_weight: Tensor = None,
        ) -> dict[str, Tensor]:
            return {metric.name: metric.result() for metric in self.metrics}

    return DetectorTrainer(inputs=network.inputs, outputs=network.outputs)


def _rows(flat: Tensor, cells: Tensor) -> Tensor:
    """Return the answers in some cells of each page: (n, k, 21)."""
    from keras import ops

    pages, length = ops.shape(flat)[0], ops.shape(flat)[1]
    first = ops.expand_dims(ops.arange(pages, dtype="int32") * length, 1)
    return ops.take(ops.reshape(flat, (-1, flat.shape[-1])), cells + first, axis=0)


def _focal(heat: Tensor, flat: Tensor, pages: _Pages) -> Tensor:
    from keras import ops

    logits = flat[..., :CLASSES]
    share = ops.sigmoid(logits)
    near = ops.power(1 - heat / MIDDLE, NEAR)
    missed = (1 - share) ** FOCUS * ops.softplus(-logits)
    false = near * share**FOCUS * ops.softplus(logits)
    cells = ops.where(heat >= MIDDLE, missed, false)
    weights = ops.convert_to_tensor(
        [OTHER_WEIGHT if c == OTHER else 1.0 for c in range(CLASSES)], "float32"
    )
    return ops.sum(ops.sum(cells * weights, axis=(1, 2)) * pages.weight) / pages.total


def _cross_entropy(samples: Tensor, inside: Tensor, pages: _Pages) -> Tensor:
    from keras import ops

    classes = ops.cast(samples[..., 0], "int32")
    losses = ops.sparse_categorical_crossentropy(
        classes, inside[..., :CLASSES], from_logits=True
    )
    weights = samples[..., 3] * ops.where(classes == OTHER, OTHER_WEIGHT, 1.0)
    return ops.sum(ops.sum(losses * weights, axis=1) * pages.weight) / pages.total


def _error(wanted: Tensor, found: Tensor, weights: Tensor, pages: _Pages) -> Tensor:
    from keras import ops

    errors = ops.sum(ops.abs(wanted - found), axis=-1) * weights
    return ops.sum(ops.sum(errors, axis=1) * pages.weight) / pages.total
