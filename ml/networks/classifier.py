"""The network: a small all-convolutional classifier of eleven outputs.

The shape is a well-known one for MNIST (Chris Deotte, "25 Million Images! [0.99757]
MNIST", 2018): strided convolutions instead of pooling, batch normalization after each.
"""

from typing import TYPE_CHECKING

from ml.digits import CLASSES, SIDE

if TYPE_CHECKING:
    import keras

# (filters, kernel, stride) of each convolution; dropout rate after each block.
BLOCKS = (
    (((32, 3, 1), (32, 3, 1), (32, 5, 2)), 0.2),
    (((64, 3, 1), (64, 3, 1), (64, 5, 2)), 0.2),
    (((128, 4, 1),), 0.3),
)


def build_classifier(width: float = 1.0) -> "keras.Model":
    """Build the untrained network.

    Args:
        width: factor on the number of filters.

    Returns:
        A model from float32 (n, 28, 28, 1), 1.0 = ink, to logits float32 (n, 11):
        the labels 0-9, then "not a digit".
    """
    import keras

    field = x = keras.Input((SIDE, SIDE, 1), name="field")
    for convolutions, dropout in BLOCKS:
        for filters, kernel, stride in convolutions:
            x = _convolved(x, round(filters * width), kernel, stride)
        x = keras.layers.Dropout(dropout)(x)
    x = keras.layers.Flatten()(x)
    logits = keras.layers.Dense(CLASSES, dtype="float32", name="logits")(x)
    return keras.Model(field, logits, name="digits")


def _convolved(x, filters: int, kernel: int, stride: int):
    """Apply convolution, batch normalization and ReLU; padded where it strides."""
    import keras

    x = keras.layers.Conv2D(
        filters,
        kernel,
        strides=stride,
        padding="same" if stride > 1 else "valid",
        use_bias=False,
    )(x)
    x = keras.layers.BatchNormalization(momentum=0.99)(x)
    return keras.layers.ReLU()(x)
