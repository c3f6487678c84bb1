"""Export the classifier for the afternoon's view: `… afternoon_model FILE`."""

import os
import sys
from pathlib import Path

from ml.artifact import load_artifact


def main() -> None:
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    import tensorflow as tf

    network, _ = load_artifact()
    converter = tf.lite.TFLiteConverter.from_keras_model(network)
    Path(sys.argv[1]).write_bytes(converter.convert())


if __name__ == "__main__":
    main()
