"""The network that finds digits on a whole page, in one pass.

Fully convolutional, after CenterNet (Zhou et al., "Objects as Points", 2019,
arXiv 1904.07850): every cell of a map tells whether a character's middle lies in it,
which character, how large, and where in the cell. Two maps: of cells of 4 pixels for
all characters, of 16 pixels for the large ones.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from ml.networks.fused_normalization import fused_normalization

if TYPE_CHECKING:
    import keras

DIGITS = 10
OTHER = 16  # any character or mark that is neither a digit nor one of the signs
CLASSES = 17  # digits 0-9, the signs . , - + / :, other
OUTPUTS = CLASSES + 4  # log width, log height, offset right, offset down

STRIDES = (4, 16)  # pixels of a cell of each map
MULTIPLE = 32  # sides of the input

Tensor = Any  # of the backend, or Keras' stand-in for one
Normalization = Literal["plain", "fused", "folded"]

PRIOR_LOGIT = -4.6  # one cell in a hundred: the focal loss starts calm
CONTRAST_FLOOR = 8.0  # gray values; fainter contrast stays faint
MAX_CONTRAST = 5.0  # standard deviations
LOCAL_CELL = 8  # pixels averaged, then LOCAL_CELLS x LOCAL_CELLS of these
LOCAL_CELLS = 5


@dataclass(frozen=True)
class Widths:
    """Filters of the network; the defaults are the shipped detector's.

    Attributes:
        down: at strides 2, 4, 8, 16, 32.
        blocks: residual blocks at strides 8, 16, 32.
        up: at strides 16, 8, 4 on the way back.
        head: before the logits of the fine map.
    """

    down: tuple[int, int, int, int, int] = (16, 32, 64, 96, 128)
    blocks: tuple[int, int, int] = (2, 1, 1)
    up: tuple[int, int, int] = (64, 48, 32)
    head: int = 48


SHIPPED = Widths()


def build_detector(
    widths: Widths = SHIPPED, normalization: Normalization = "plain"
) -> "keras.Model":
    """Build the untrained network.

    Args:
        widths: filters of every stage.
        normalization: "plain" is Keras' batch normalization; "fused" the same in one
            operation, to train; "folded" has biases in its place, to serve.

    Returns:
        A model from gray float32 (n, height, width, 1), 0-255, sides multiples of 32,
        to two maps float32 (n, height / 4, width / 4, 21) and (n, height / 16,
        width / 16, 21): 17 logits of classes, log width and log height in cells, and
        the middle's offset from the cell's middle to the right and down, in cells.
    """
    import keras

    convolve = _Convolution(normalization)
    gray = keras.Input((None, None, 1), name="gray")
    x = convolve("stem", _normalized(gray), widths.down[0], size=5, stride=2)
    x = convolve("down4", x, widths.down[1], stride=2)
    stages = [convolve("down4_more", x, widths.down[1])]
    for stride, filters, blocks in zip(
        (8, 16, 32), widths.down[2:], widths.blocks, strict=True
    ):
        x = convolve(f"down{stride}", stages[-1], filters, stride=2)
        for i in range(blocks):
            x = _residual(convolve, f"block{stride}_{i}", x, filters)
        stages.append(x)
    fine4, fine8, fine16, x = stages
    coarse = x = _merged(convolve, "up16", x, fine16, widths.up[0])
    x = _merged(convolve, "up8", x, fine8, widths.up[1])
    x = _merged(convolve, "up4", x, fine4, widths.up[2], widths.head)
    return keras.Model(
        gray, [_head("map4", x), _head("map16", coarse)], name="detector"
    )


def fold(model: "keras.Model", widths: Widths = SHIPPED) -> "keras.Model":
    """Return the network with batch normalization folded into the convolutions."""
    folded = build_detector(widths, "folded")
    norms = {layer.name: layer for layer in model.layers}
    for layer in (layer for layer in folded.layers if layer.weights):
        kernel, *bias = model.get_layer(layer.name).get_weights()
        if norm := norms.get(f"{layer.name}_norm"):
            gamma, beta, mean, variance = norm.get_weights()
            scale = gamma / (variance + norm.epsilon) ** 0.5
            kernel, bias = kernel * scale, [beta - mean * scale]
        layer.set_weights([kernel, *bias])
    return folded


class _Convolution:
    """Adds a convolution with normalization and, by default, ReLU."""

    def __init__(self, normalization: Normalization):
        self.normalization = normalization

    def __call__(
        self,
        name: str,
        x: Tensor,
        filters: int,
        size: int = 3,
        stride: int = 1,
        relu: bool = True,
    ) -> Tensor:
        import keras

        x = keras.layers.Conv2D(
            filters,
            size,
            strides=stride,
            padding="same",
            use_bias=self.normalization == "folded",
            kernel_initializer="he_normal",
            name=name,
        )(x)
        if self.normalization != "folded":
            x = self._normalize(momentum=0.97, epsilon=1e-3, name=f"{name}_norm")(x)
        return keras.layers.ReLU()(x) if relu else x

    def _normalize(self, **options: Any) -> "keras.layers.Layer":
        import keras

        if self.normalization == "fused":
            return fused_normalization(**options)
        return keras.layers.BatchNormalization(**options)


def _residual(convolve: _Convolution, name: str, x: Tensor, filters: int) -> Tensor:
    import keras

    added = convolve(f"{name}_a", x, filters)
    added = convolve(f"{name}_b", added, filters, relu=False)
    return keras.layers.ReLU()(keras.layers.Add()([x, added]))


def _merged(
    convolve: _Convolution,
    name: str,
    coarse: Tensor,
    fine: Tensor,
    filters: int,
    out: int | None = None,
) -> Tensor:
    """Return a coarse map enlarged twice and added to a fine one, both narrowed."""
    import keras

    narrow = keras.layers.Conv2D(filters, 1, name=f"{name}_coarse")(coarse)
    enlarged = keras.layers.UpSampling2D(2)(narrow)
    x = keras.layers.Add()(
        [enlarged, keras.layers.Conv2D(filters, 1, name=f"{name}_fine")(fine)]
    )
    return convolve(name, keras.layers.ReLU()(x), out or filters)


def _head(name: str, x: Tensor) -> Tensor:
    import keras

    bias = [PRIOR_LOGIT] * CLASSES + [0.0] * (OUTPUTS - CLASSES)
    return keras.layers.Conv2D(
        OUTPUTS,
        1,
        kernel_initializer=keras.initializers.RandomNormal(stddev=0.01),
        bias_initializer=keras.initializers.Constant(bias),
        dtype="float32",
        name=name,
    )(x)


def _normalized(gray: Tensor) -> Tensor:
    """Return float (n, height, width, 2): contrast to the whole and to the vicinity."""
    from keras import ops

    mean = ops.mean(gray, axis=(1, 2), keepdims=True)
    spread = ops.std(gray, axis=(1, 2), keepdims=True)
    near = _vicinity(gray)
    near_square = _vicinity(ops.square(gray))
    near_spread = ops.sqrt(ops.relu(near_square - ops.square(near)))
    enlarge = _bilinear(LOCAL_CELL)
    parts = [
        (gray - mean) / (spread + CONTRAST_FLOOR),
        (gray - enlarge(near)) / (enlarge(near_spread) + CONTRAST_FLOOR),
    ]
    return ops.clip(ops.concatenate(parts, axis=-1), -MAX_CONTRAST, MAX_CONTRAST)


def _vicinity(values: Tensor) -> Tensor:
    """Return means over some 40 pixels, for every eighth."""
    from keras import layers

    cells = layers.AveragePooling2D(LOCAL_CELL, dtype="float32")(values)
    return layers.AveragePooling2D(
        LOCAL_CELLS, strides=1, padding="same", dtype="float32"
    )(cells)


def _bilinear(factor: int) -> Callable[[Tensor], Tensor]:
    """Return what enlarges maps of one channel by bilinear interpolation.

    Keras' own enlarging needs to know the size beforehand.
    """
    import keras
    import numpy as np
    from keras import ops

    layer = keras.layers.Conv2DTranspose(
        1,
        2 * factor,
        strides=factor,
        use_bias=False,
        trainable=False,
        dtype="float32",
        name="enlarge",
    )
    layer.build((None, None, None, 1))
    tent = 1 - np.abs(np.arange(2 * factor) + 0.5 - factor) / factor
    layer.set_weights([np.outer(tent, tent)[:, :, None, None]])

    def enlarge(x: Tensor) -> Tensor:
        x = ops.concatenate([x[:, :1], x, x[:, -1:]], axis=1)
        x = ops.concatenate([x[:, :, :1], x, x[:, :, -1:]], axis=2)
        cut = slice(3 * factor // 2, -3 * factor // 2)
        return layer(x)[:, cut, cut]

    return enlarge
