"""The network for a whole line: convolutions down to one row, then along the line.

Trained by connectionist temporal classification (Graves et al., "Connectionist Temporal
Classification", 2006): it needs to be told what a line says, not where.
"""

from typing import TYPE_CHECKING

from ml.digits import CLASSES
from ml.line_images import LINE_HEIGHT_PX

if TYPE_CHECKING:
    import keras

# (filters, stride down, stride along) of each convolution of 3 x 3.
CONVOLUTIONS = (
    (16, 1, 1),
    (32, 2, 2),
    (48, 1, 1),
    (64, 2, 1),
    (64, 1, 1),
    (96, 2, 1),
    (96, 1, 1),
)
ADDED = 96  # filters of one more, whose answer is added to what it is given
CONTEXT = (128, 128)  # filters of the convolutions of 5 along the line
TIMESTEP_PX = 2  # columns of a line image for each timestep of the answer


def build_line_reader() -> "keras.Model":
    """Build the untrained network.

    Returns:
        A model from float32 (n, 32, width, 1), 1.0 = ink, to logits float32
        (n, width / 2, 11): for each frame the labels 0-9 and, eleventh, the blank.
    """
    import keras

    strip = x = keras.Input((LINE_HEIGHT_PX, None, 1), name="strip")
    for filters, down, along in CONVOLUTIONS:
        x = _normalized(
            keras.layers.Conv2D(
                filters, 3, strides=(down, along), padding="same", use_bias=False
            )(x)
        )
    added = keras.layers.Conv2D(ADDED, 3, padding="same", use_bias=False)(x)
    x = keras.layers.Add()([x, _normalized(added)])
    x = keras.layers.Dropout(0.1)(x)
    rows = LINE_HEIGHT_PX // 8
    x = _normalized(keras.layers.Conv2D(CONTEXT[0], (rows, 1), use_bias=False)(x))
    x = keras.layers.Reshape((-1, CONTEXT[0]))(x)
    for filters in CONTEXT:
        near = keras.layers.Conv1D(filters, 5, padding="same", use_bias=False)(x)
        x = keras.layers.Add()([x, _normalized(near)])
    x = keras.layers.Dropout(0.2)(x)
    logits = keras.layers.Dense(CLASSES, dtype="float32", name="logits")(x)
    return keras.Model(strip, logits, name="lines")


def _normalized(x):
    import keras

    x = keras.layers.BatchNormalization(momentum=0.99)(x)
    return keras.layers.ReLU()(x)
