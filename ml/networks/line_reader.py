"""The line reader: convolutions down to one row, then along the line.

Trained by connectionist temporal classification (Graves et al., "Connectionist Temporal
Classification", 2006): training needs the labels of a line, not their positions.
"""

from typing import TYPE_CHECKING, Any

from ml.digits import CLASSES
from ml.inputs.line_images import LINE_HEIGHT_PX

if TYPE_CHECKING:
    import keras

# (filters, vertical stride, horizontal stride) of each 3 x 3 convolution.
CONVOLUTIONS = (
    (16, 1, 1),
    (32, 2, 2),
    (48, 1, 1),
    (64, 2, 1),
    (64, 1, 1),
    (96, 2, 1),
    (96, 1, 1),
)
RESIDUAL_FILTERS = 96  # of one more convolution, with a residual connection
CONTEXT = (128, 128)  # filters of the convolutions of width 5 along the line
TIMESTEP_PX = 2  # columns of a line image for each timestep of the output


def build_line_reader() -> "keras.Model":
    """Build the untrained network.

    Returns:
        A model from float32 (n, 32, width, 1), 0.0 is paper and 1.0 is ink, to logits
        float32 (n, width / 2, 11): for each timestep the labels 0-9, then the blank.
    """
    import keras

    line_image = x = keras.Input((LINE_HEIGHT_PX, None, 1), name="line_image")
    for filters, down, along in CONVOLUTIONS:
        x = _normalize(
            keras.layers.Conv2D(
                filters, 3, strides=(down, along), padding="same", use_bias=False
            )(x)
        )
    residual = keras.layers.Conv2D(RESIDUAL_FILTERS, 3, padding="same", use_bias=False)(
        x
    )
    x = keras.layers.Add()([x, _normalize(residual)])
    x = keras.layers.Dropout(0.1)(x)
    rows = LINE_HEIGHT_PX // 8
    x = _normalize(keras.layers.Conv2D(CONTEXT[0], (rows, 1), use_bias=False)(x))
    x = keras.layers.Reshape((-1, CONTEXT[0]))(x)
    for filters in CONTEXT:
        context = keras.layers.Conv1D(filters, 5, padding="same", use_bias=False)(x)
        x = keras.layers.Add()([x, _normalize(context)])
    x = keras.layers.Dropout(0.2)(x)
    logits = keras.layers.Dense(CLASSES, dtype="float32", name="logits")(x)
    return keras.Model(line_image, logits, name="lines")


def _normalize(x: Any) -> Any:
    """Apply batch normalization and ReLU."""
    import keras

    x = keras.layers.BatchNormalization(momentum=0.99)(x)
    return keras.layers.ReLU()(x)
