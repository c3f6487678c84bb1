"""The glyph network: which digit stands in a box of a gray page, or none.

A small residual network (He et al., "Deep residual learning for image recognition",
2015) at strides 2, 4 and 8.
"""

from typing import TYPE_CHECKING, Any

from ml.inputs.gray_glyphs import GLYPH_SIDE_PX

if TYPE_CHECKING:
    import keras

CHANNELS = (24, 40, 72, 112)  # at stride 2, twice; at stride 4; at stride 8
HIDDEN = 96
DROPOUT = 0.2
CONTRAST_FLOOR = 4.0  # gray levels: contrast below it is noise and is not amplified
MAX_CONTRAST = 4.0  # standard deviations
MARGIN_WEIGHT = 0.02  # of pixels outside the box, in mean and deviation


def build_glyph_classifier(classes: int, width: float = 1.0) -> "keras.Model":
    """Build the untrained network.

    Args:
        classes: number of outputs.
        width: factor on the number of channels.

    Returns:
        A model from float32 (n, 40, 40, 2), values as of
        `ml.inputs.gray_glyphs.crop_glyphs`, to logits float32 (n, classes).
    """
    import keras

    a, b, c, d = (round(channels * width) for channels in CHANNELS)
    glyph = keras.Input((GLYPH_SIDE_PX, GLYPH_SIDE_PX, 2), name="glyph")
    x = _convolved(normalize(glyph[..., :1], glyph[..., 1:]), a, 5, 2)
    x = _convolved(x, b)
    x = _residual(_convolved(x, c, 3, 2))
    x = _residual(_convolved(x, d, 3, 2))
    x = _convolved(x, d // 2, 1)
    x = keras.layers.Flatten()(x)
    x = keras.layers.Dropout(DROPOUT)(x)
    x = keras.layers.Dense(HIDDEN, use_bias=False)(x)
    x = keras.layers.BatchNormalization(momentum=0.99)(x)
    x = keras.layers.ReLU()(x)
    logits = keras.layers.Dense(classes, dtype="float32", name="logits")(x)
    return keras.Model(glyph, logits, name="glyphs")


def normalize(gray: Any, mask: Any) -> Any:
    """Bring the gray values to the mean and deviation of the box and its surround.

    Args:
        gray: float (n, 40, 40, 1), 0-255.
        mask: of the box, float (n, 40, 40, 1), 0 or 255.

    Returns:
        float (n, 40, 40, 2): the contrast in standard deviations, and the mask, 0-1.
    """
    from keras import layers, ops

    mask = mask / 255.0
    weight = layers.AveragePooling2D(5, 1, "same", dtype="float32")(mask)
    weight = ops.maximum(weight, MARGIN_WEIGHT)
    total = ops.sum(weight, (1, 2), keepdims=True)
    mean = ops.sum(gray * weight, (1, 2), keepdims=True) / total
    variance = ops.sum(ops.square(gray - mean) * weight, (1, 2), keepdims=True) / total
    contrast = (gray - mean) / (ops.sqrt(variance) + CONTRAST_FLOOR)
    contrast = ops.clip(contrast, -MAX_CONTRAST, MAX_CONTRAST)
    return ops.concatenate([contrast, mask], -1)


def _convolved(
    x: Any, channels: int, kernel: int = 3, stride: int = 1, relu: bool = True
) -> Any:
    from keras import layers

    x = layers.Conv2D(channels, kernel, strides=stride, padding="same", use_bias=False)(
        x
    )
    x = layers.BatchNormalization(momentum=0.99)(x)
    return layers.ReLU()(x) if relu else x


def _residual(x: Any) -> Any:
    from keras import layers

    channels = x.shape[-1]
    inner = _convolved(_convolved(x, channels), channels, relu=False)
    return layers.ReLU()(layers.Add()([x, inner]))
