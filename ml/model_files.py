"""The networks that serve together: their files, and one card for all of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from ml.artifact import ARTIFACT, LINES_ARTIFACT, Card, read_card, verify
from ml.detection.artifact import DETECTOR_ARTIFACT
from ml.glyph_artifact import GLYPHS_ARTIFACT
from ml.litert.exports import list_exports, verify_exports

# What the card of a model repeats of the cards of its other networks.
REPEATED_KEYS = (
    "version",
    "sha256",
    "parameters",
    "seed",
    "epochs",
    "trained_on",
    "accuracy",
)


@dataclass(frozen=True)
class ModelFiles:
    """The networks that read a page.

    Attributes:
        main: the network whose card is the card of the model.
        others: the other networks, by the key of the model card under which parts of
            their cards are repeated.
    """

    main: Path
    others: Mapping[str, Path]

    @property
    def networks(self) -> tuple[Path, ...]:
        return self.main, *self.others.values()

    @property
    def exports(self) -> tuple[Path, ...]:
        """Return the files of the same networks for LiteRT."""
        return tuple(
            file for artifact in self.networks for file in list_exports(artifact)
        )

    def beside(self, main: Path) -> "ModelFiles":
        """Return the files with another main network, and what lies beside it.

        A network that is missing there stays the one of these files.
        """
        others = {key: _sibling(main, file) for key, file in self.others.items()}
        return ModelFiles(main, others)

    def read_card(self) -> Card:
        """Return the model card, without loading the networks.

        Raises:
            BrokenArtifact: if a card is missing, is no JSON object or lacks a key.
        """
        cards = {key: read_card(file) for key, file in self.others.items()}
        return read_card(self.main) | {
            key: {name: card[name] for name in REPEATED_KEYS if name in card}
            for key, card in cards.items()
        }

    def verify(self) -> Card:
        """Return the model card after comparing each file with its sha256.

        Raises:
            BrokenArtifact: if a file is missing or was altered.
        """
        for network in self.networks:
            verify(network)
        return self.read_card()

    def verify_exports(self) -> Card:
        """Return the model card after comparing each exported file with its sha256.

        Raises:
            BrokenArtifact: if a file is missing, altered or of another network.
        """
        for network in self.networks:
            verify_exports(network)
        return self.read_card()


def _sibling(main: Path, file: Path) -> Path:
    sibling = main.with_name(file.name)
    return sibling if sibling.exists() else file


MODEL = ModelFiles(
    DETECTOR_ARTIFACT,
    {
        "glyph_network": GLYPHS_ARTIFACT,
        "classifier": ARTIFACT,
        "line_reader": LINES_ARTIFACT,
    },
)
