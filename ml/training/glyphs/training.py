"""What is trained as the glyph network, and its loss."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ml.data.number_texts import OTHER
from ml.networks.glyph_classifier import build_glyph_classifier
from ml.training.streaming import StreamTraining

if TYPE_CHECKING:
    import keras

CLASSES = OTHER + 1
LABEL_SMOOTHING = 0.05


@dataclass(frozen=True)
class GlyphNetworks:
    """Builds the glyph network.

    Attributes:
        width: factor on the number of channels.
    """

    width: float = 1.0

    def build(self, for_training: bool) -> "keras.Model":
        """Return the untrained network."""
        return build_glyph_classifier(CLASSES, self.width)

    def build_trainer(self, network: "keras.Model") -> "keras.Model":
        """Return the network with cross-entropy over smoothed labels."""
        import keras

        class GlyphTrainer(keras.Model):  # type: ignore[misc]
            def __init__(self, **options: Any):
                super().__init__(**options)
                self.total = keras.metrics.Mean(name="total")
                self.accuracy = keras.metrics.SparseCategoricalAccuracy(name="right")

            @property
            def metrics(self) -> list[Any]:
                return [self.total, self.accuracy]

            def compute_loss(
                self,
                x: Any,
                y: Any,
                y_pred: Any,
                sample_weight: Any = None,
                training: bool = True,
            ) -> Any:
                wanted = keras.ops.one_hot(keras.ops.cast(y, "int32"), CLASSES)
                loss = keras.ops.mean(
                    keras.losses.categorical_crossentropy(
                        wanted,
                        y_pred,
                        from_logits=True,
                        label_smoothing=LABEL_SMOOTHING,
                    )
                )
                self.total.update_state(loss)
                self.accuracy.update_state(y, y_pred)
                return loss

            def compute_metrics(
                self, x: Any, y: Any, y_pred: Any, sample_weight: Any = None
            ) -> dict[str, Any]:
                return {metric.name: metric.result() for metric in self.metrics}

        return GlyphTrainer(inputs=network.inputs, outputs=network.outputs)


def start_training(
    seed: int, width: float = 1.0, policy: str = "mixed_bfloat16"
) -> StreamTraining:
    """Return the training of a new glyph network.

    Args:
        seed: of the weights.
        width: factor on the number of channels.
        policy: precision of Keras; half precision by default.
    """
    return StreamTraining(GlyphNetworks(width), seed, policy)
