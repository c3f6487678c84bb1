"""Train the glyph network: `python -m ml.train glyphs --data DIR --minutes 60`."""

import argparse
from pathlib import Path

from ml.glyph_artifact import GLYPHS_ARTIFACT, save_glyph_network
from ml.training.glyphs.batches import GlyphBatches, GlyphPool
from ml.training.glyphs.training import start_training
from ml.training.glyphs.validation import measure
from ml.training.stream_command import (
    add_stream_options,
    describe,
    parse_options,
    prepare_sprites,
    start_workers,
    train_to_the_end,
)


def main(arguments: list[str]) -> None:
    options = parse_options(_parser(), arguments)
    recipe = prepare_sprites(options)
    training = start_training(options.seed)
    with start_workers(GlyphBatches(recipe), training, options) as workers:
        pool = GlyphPool(workers.next_batch, options.seed + training.progress.part)
        train_to_the_end(training, pool.next_batch, options)
    network = training.averaged_network()
    card = describe(options, training, "glyphs") | {
        "name": "glyphs",
        "accuracy": measure(network, recipe, options.data),
    }
    print(save_glyph_network(network, card, options.output)["accuracy"])


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__)
    add_stream_options(parser, "glyphs")
    parser.add_argument("--output", type=Path, default=GLYPHS_ARTIFACT)
    return parser
