"""Batch normalization in one operation, for training with TensorFlow on processors.

Keras composes it of some ten operations, each of which reads and writes all maps: a
fifth of the time of a training step of the detector.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import keras


def fused_normalization(**options: Any) -> "keras.layers.Layer":
    """Return a layer with the weights and the answers of Keras' BatchNormalization.

    With another backend than TensorFlow it is that layer. It is not made to be saved:
    build the network anew with Keras' layers, and set the weights.

    Args:
        options: of Keras' BatchNormalization.
    """
    import keras

    if keras.backend.backend() != "tensorflow":
        return keras.layers.BatchNormalization(**options)
    import tensorflow as tf

    class FusedNormalization(keras.layers.BatchNormalization):  # type: ignore[misc]
        def call(
            self, inputs: Any, training: bool | None = None, mask: Any = None
        ) -> Any:
            if not training:
                return super().call(inputs, training=training, mask=mask)
            outputs, mean, variance, *_ = tf.raw_ops.FusedBatchNormV3(
                x=inputs,
                scale=tf.convert_to_tensor(self.gamma),
                offset=tf.convert_to_tensor(self.beta),
                mean=tf.zeros((0,)),
                variance=tf.zeros((0,)),
                epsilon=self.epsilon,
                is_training=True,
            )
            self._move(self.moving_mean, mean)
            self._move(self.moving_variance, variance)
            return outputs

        def _move(self, average: Any, value: Any) -> None:
            keep = self.momentum
            average.assign(average * keep + value * (1 - keep))

    return FusedNormalization(**options)
