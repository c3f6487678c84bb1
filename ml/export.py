"""Export the networks to LiteRT: `python -m ml.export --data DIR`.

Each network that was not exported before is converted with Keras' own export. All are
compared with the originals; only if they answer alike are the files written beside the
networks, and named in their cards.
"""

import argparse
import shutil
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from tempfile import TemporaryDirectory

from ml.artifact import BrokenArtifact, card_path
from ml.detection.artifact import DETECTOR_ARTIFACT, load_detector
from ml.glyph_artifact import golden_gradients, load_glyph_network
from ml.inference import load_network, prepare_tensorflow
from ml.litert import inference as litert
from ml.litert.comparison import Difference, compare, draw_inputs
from ml.litert.conversion import convert, convert_detector, convert_gradients
from ml.litert.exports import (
    GOLDEN_KEY,
    export_path,
    gradients_path,
    list_exports,
    verify_exports,
    write_exports,
)
from ml.litert.interpreters import LiteNetwork
from ml.model_files import MODEL, ModelFiles
from ml.page_inference import load_page_predictor

PAGES = 24  # that are composed to compare the answers

Comparison = Callable[[ModelFiles], Iterable[Difference]]


def export(files: ModelFiles) -> None:
    """Write the exported files of all networks that have none of their own, or others.

    Args:
        files: the networks; their exports are written beside them.
    """
    for key, artifact in (("detector", files.main), *files.others.items()):
        if not is_exported(artifact):
            print(f"{artifact.name} is converted.", flush=True)
            CONVERSIONS[key](artifact)


def is_exported(artifact: Path) -> bool:
    """Return whether the exported files of a network are those of its card."""
    try:
        verify_exports(artifact)
    except BrokenArtifact:
        return False
    return True


def export_detector(artifact: Path) -> None:
    network, _ = load_detector(artifact)
    write_exports(artifact, {export_path(artifact): convert_detector(network)})


def export_logits(artifact: Path) -> None:
    """Export a classifier or line reader."""
    network, _ = load_network(artifact)
    write_exports(artifact, {export_path(artifact): convert(network)})


def export_glyph_network(artifact: Path) -> None:
    network, _ = load_glyph_network(artifact)
    gradients = convert_gradients(network)
    answer = LiteNetwork(gradients)
    golden = golden_gradients(lambda glyphs, labels: answer(glyphs, labels)[0])
    contents = {
        export_path(artifact): convert(network),
        gradients_path(artifact): gradients,
    }
    write_exports(artifact, contents, **{GOLDEN_KEY: golden.round(5).tolist()})


CONVERSIONS = {
    "detector": export_detector,
    "glyph_network": export_glyph_network,
    "classifier": export_logits,
    "line_reader": export_logits,
}


def copy_networks(files: ModelFiles, folder: Path, with_exports: bool) -> ModelFiles:
    """Copy networks, cards and what was exported into a folder; return those."""
    for artifact in files.networks:
        exports = list_exports(artifact) if with_exports else []
        for file in (artifact, card_path(artifact), *exports):
            if file.exists():
                shutil.copy(file, folder)
    return files.beside(folder / files.main.name)


def move_exports(copies: ModelFiles, files: ModelFiles) -> None:
    """Move exported files and cards from beside copies to the networks themselves."""
    for copy, artifact in zip(copies.networks, files.networks, strict=True):
        for file in (*list_exports(copy), card_path(copy)):
            shutil.copy(file, artifact.with_name(file.name))
            print(f"{artifact.parent.name}/{file.name}: {file.stat().st_size:,} bytes")


def report(differences: Iterable[Difference]) -> bool:
    """Print how answers differ; return whether they are alike."""
    alike = True
    for found in differences:
        print(
            f"{found.name:14} {found.n:7,} inputs, {found.labels} other labels, "
            f"largest difference {found.largest:.1e}",
            flush=True,
        )
        alike = alike and not found.is_too_large
    return alike


def renew(files: ModelFiles, ask: Comparison, anew: bool = False) -> bool:
    """Export networks, and write what answers alike; return whether it does.

    Args:
        files: the networks, beside which exported files are written.
        ask: yields the differences of the answers of networks and exported files.
        anew: convert those, too, whose exported files are of the same network.
    """
    with TemporaryDirectory() as folder:
        copies = copy_networks(files, Path(folder), with_exports=not anew)
        export(copies)
        is_alike = report(ask(copies))
        if is_alike:
            move_exports(copies, files)
        else:
            print("The exported networks answer differently: nothing was written.")
    return is_alike


def main(arguments: list[str]) -> int:
    """Export, compare, and write what answers alike."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--artifact", type=Path, default=DETECTOR_ARTIFACT)
    parser.add_argument("--data", type=Path, help="folder with mnist.npz and dev/")
    parser.add_argument("--pages", type=int, default=PAGES, help="composed to compare")
    parser.add_argument("--all", action="store_true", help="convert all networks anew")
    options = parser.parse_args(arguments)
    prepare_tensorflow()

    def ask(files: ModelFiles) -> Iterable[Difference]:
        networks = (
            load_page_predictor(files.main),
            litert.load_page_predictor(files.main),
        )
        return compare(*networks, draw_inputs(options.pages, options.data))

    return 0 if renew(MODEL.beside(options.artifact), ask, options.all) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
