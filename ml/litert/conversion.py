"""Convert networks to LiteRT with Keras' own export, and a gradient with TensorFlow's.

This alone needs TensorFlow; what is converted serves without it.
"""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from ml.networks.glyph_classifier import normalize

if TYPE_CHECKING:
    import keras


def convert(network: "keras.Model") -> bytes:
    """Return a network as a file of LiteRT, which gives the same outputs."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "network.tflite"
        network.export(file, format="litert", verbose=False)
        return file.read_bytes()


def convert_detector(network: "keras.Model") -> bytes:
    """Return the detector as a file of LiteRT.

    Its answer does not depend on the brightness of the page, which is taken off first:
    in LiteRT, the variance of bright paper loses digits that change logits by 0.5.
    """
    import keras
    from keras import ops

    gray = keras.Input(network.input_shape[1:], name="gray")
    mean = ops.mean(gray, axis=(1, 2), keepdims=True)
    return convert(keras.Model(gray, network(gray - mean)))


def convert_gradients(network: "keras.Model") -> bytes:
    """Return how gray values change logits of a glyph network, as a file of LiteRT.

    LiteRT has no operation for some gradients of TensorFlow's: that of ReLU is written
    out, and there is none by the mask of the box, through which nothing is asked.

    Returns:
        A function of one glyph, float32 (1, 40, 40, 2), and one label, int32 (1,), to
        float32 (1, 40, 40).
    """
    import tensorflow as tf
    from tensorflow.python.framework.convert_to_constants import (
        convert_variables_to_constants_v2 as freeze,
    )

    classify = _replace_relu(_cut_off_normalization(network))

    def find_gradients(glyphs: tf.Tensor, labels: tf.Tensor) -> tf.Tensor:
        gray, mask = glyphs[..., :1], glyphs[..., 1:]
        with tf.GradientTape() as tape:
            tape.watch(gray)
            logits = classify(normalize(gray, mask), training=False)
            chosen = tf.reduce_sum(logits * tf.one_hot(labels, logits.shape[1]))
        return tape.gradient(chosen, gray)[..., 0]

    signature = [
        tf.TensorSpec((1, *network.input_shape[1:]), tf.float32, "glyphs"),
        tf.TensorSpec((1,), tf.int32, "labels"),
    ]
    traced = tf.function(find_gradients, input_signature=signature)
    frozen = freeze(traced.get_concrete_function())
    module = tf.Module()
    module.serve = tf.function(lambda *inputs: frozen(*inputs)[0], signature)
    options = tf.saved_model.SaveOptions(experimental_custom_gradients=False)
    with TemporaryDirectory() as folder:
        tf.saved_model.save(module, folder, options=options)
        return tf.lite.TFLiteConverter.from_saved_model(folder).convert()


def _cut_off_normalization(network: "keras.Model") -> "keras.Model":
    """Return the network behind its normalization, from the first convolution on."""
    import keras

    layers = (x for x in network.layers if isinstance(x, keras.layers.Conv2D))
    return keras.Model(next(layers).input, network.output)


def _replace_relu(network: "keras.Model") -> "keras.Model":
    """Return a network with another ReLU, and the same other layers."""
    import keras
    import tensorflow as tf

    @tf.custom_gradient  # type: ignore[untyped-decorator]
    def relu(x: tf.Tensor) -> Any:
        y = tf.maximum(x, 0.0)
        return y, lambda change: change * tf.cast(y > 0, tf.float32)

    return keras.models.clone_model(
        network,
        clone_function=lambda layer: (
            keras.layers.Lambda(relu) if isinstance(layer, keras.layers.ReLU) else layer
        ),
    )
