"""Convert networks to LiteRT with Keras' own export, and a gradient with TensorFlow's.

This alone needs TensorFlow; what is converted serves without it.
"""

from collections.abc import Callable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from ml.networks.glyph_classifier import normalize

if TYPE_CHECKING:
    import keras

Function = Callable[[Any], Any]  # of tensors


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
    answer = _replace_layers(
        network, {"UpSampling2D": _enlarge, "Conv2DTranspose": _convolve_transposed}
    )
    return convert(keras.Model(gray, answer(gray - mean)))


def _replace_layers(
    network: "keras.Model", others: Mapping[str, Callable[[Any], Function]]
) -> "keras.Model":
    """Return a network with functions in place of some layers, by their class.

    Args:
        network: keeps its other layers.
        others: returns the function in place of a layer.
    """
    import keras

    def replace(layer: "keras.Layer") -> "keras.Layer":
        other = others.get(type(layer).__name__)
        return keras.layers.Lambda(other(layer)) if other else layer

    return keras.models.clone_model(network, clone_function=replace)


def _enlarge(layer: "keras.Layer") -> Function:
    """Return what repeats each cell.

    As Keras converts it, it computes with the sizes of its input, so that the optimized
    part of the network ends before it and another begins after it.
    """
    import tensorflow as tf

    (factor, _) = layer.size
    return lambda x: tf.nn.depth_to_space(tf.concat([x] * factor**2, -1), factor)


def _convolve_transposed(layer: "keras.Layer") -> Function:
    """Return a transposed convolution without sizes, for kernels of two strides.

    Every cell becomes as many channels as pixels, which then are put side by side.
    """
    import tensorflow as tf

    (kernel,), (stride, _) = layer.get_weights(), layer.strides
    # (this cell, the one before) x pixels, down and to the right.
    parts = kernel[..., 0, 0].reshape(2, stride, 2, stride)[::-1, :, ::-1]
    filters = parts.transpose(0, 2, 1, 3).reshape(2, 2, 1, stride**2)

    def convolve(x: tf.Tensor) -> tf.Tensor:
        padded = tf.pad(x, [[0, 0], [1, 1], [1, 1], [0, 0]])
        channels = tf.nn.conv2d(padded, filters, 1, "VALID")
        return tf.nn.depth_to_space(channels, stride)

    return convolve


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

    classify = _replace_layers(
        _cut_off_normalization(network), {"ReLU": lambda layer: _to_relu()}
    )

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


def _to_relu() -> Function:
    """Return ReLU with a gradient of operations that LiteRT has."""
    import tensorflow as tf

    @tf.custom_gradient  # type: ignore[untyped-decorator]
    def relu(x: tf.Tensor) -> Any:
        y = tf.maximum(x, 0.0)
        return y, lambda change: change * tf.cast(y > 0, tf.float32)

    return relu
