"""The classifier: a small all-convolutional network with eleven outputs.

The architecture is a well-known one for MNIST (Chris Deotte, "25 Million Images!
[0.99757] MNIST", 2018): strided convolutions instead of pooling, each followed by batch
normalization.
"""

from typing import TYPE_CHECKING, Any

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
        A model from float32 (n, 28, 28, 1), 0.0 is paper and 1.0 is ink, to logits
        float32 (n, 11): the labels 0-9, then "not a digit".
    """
    import keras

    glyph_image = x = keras.Input((SIDE, SIDE, 1), name="glyph_image")
    for convolutions, dropout in BLOCKS:
        for filters, kernel, stride in convolutions:
            x = _convolve(x, round(filters * width), kernel, stride)
        x = keras.layers.Dropout(dropout)(x)
    x = keras.layers.Flatten()(x)
    logits = keras.layers.Dense(CLASSES, dtype="float32", name="logits")(x)
    return keras.Model(glyph_image, logits, name="digits")


def _convolve(x: Any, filters: int, kernel: int, stride: int) -> Any:
    """Apply convolution, batch normalization and ReLU; padded if it strides."""
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
