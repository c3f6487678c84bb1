"""What is trained as the detector, and how it is seen by the shared loop."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ml.networks.detector import SHIPPED, Widths, build_detector
from ml.training.detector.losses import build_trainer
from ml.training.streaming import StreamTraining

if TYPE_CHECKING:
    import keras


@dataclass(frozen=True)
class DetectorNetworks:
    """Builds the detector.

    Attributes:
        widths: of the network.
    """

    widths: Widths = SHIPPED

    def build(self, for_training: bool) -> "keras.Model":
        """Return the untrained detector."""
        return build_detector(self.widths, "fused" if for_training else "plain")

    def build_trainer(self, network: "keras.Model") -> "keras.Model":
        """Return the detector with its loss."""
        return build_trainer(network)


def start_training(
    seed: int, widths: Widths = SHIPPED, policy: str = "mixed_bfloat16"
) -> StreamTraining:
    """Return the training of a new detector.

    Args:
        seed: of the weights.
        widths: of the network.
        policy: precision of Keras; half precision by default.
    """
    return StreamTraining(DetectorNetworks(widths), seed, policy)
