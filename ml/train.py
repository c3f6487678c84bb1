"""Train one of the networks: `python -m ml.train classifier --data FOLDER`."""

import sys
from importlib import import_module

TRAININGS = {
    "classifier": "ml.training.classifier",
    "lines": "ml.training.line_reader",
    "detector": "ml.training.detector.command",
    "glyphs": "ml.training.glyphs.command",
}


def main(arguments: list[str]) -> int:
    """Run the training of the network named first; the other arguments are options."""
    if not arguments or arguments[0] not in TRAININGS:
        print(f"Name a network: {', '.join(TRAININGS)}.", file=sys.stderr)
        return 2
    name, *options = arguments
    import_module(TRAININGS[name]).main(options)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
