"""Read the drawn pages, and compare the readings with those that are kept."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from recognizer import pipeline
from recognizer.inference import engine
from tests.snapshots.pages import draw_pages

FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Snapshot:
    """A file of readings.

    Attributes:
        path: JSON, one page a line.
        decimals: to which probabilities and confidences are rounded.
    """

    path: Path
    decimals: int

    @property
    def tolerance(self) -> float:
        """Return by how much numbers may differ: one unit in the last place."""
        return 1.5 * 10**-self.decimals

    def load(self) -> dict[str, dict]:
        return json.loads(self.path.read_text())

    def save(self, readings: dict[str, dict]) -> None:
        rows = (
            f"{json.dumps(name)}: {json.dumps(reading, separators=(',', ':'))}"
            for name, reading in sorted(readings.items())
        )
        self.path.write_text("{\n" + ",\n".join(rows) + "\n}\n")


READINGS = Snapshot(FOLDER / "readings.json", decimals=3)


def read_pages() -> dict[str, dict]:
    """Return what is read with the committed networks."""
    with engine.use_network(None):
        return {
            name: _round(pipeline.recognize(data)[1].as_json(), READINGS.decimals)
            for name, data in draw_pages().items()
        }


def find_changes(kept, read, tolerance: float, path: str = "") -> Iterator[str]:
    """Yield page, field, and both values of all that is not as it was kept.

    Args:
        kept: JSON, or a part of it.
        read: as above.
        tolerance: by which floats may differ.
        path: of the part.
    """
    if isinstance(kept, dict) and isinstance(read, dict):
        for name in sorted(kept.keys() | read.keys()):
            inner = f"{path}.{name}" if path else f"[{name}]"
            yield from find_changes(kept.get(name), read.get(name), tolerance, inner)
    elif isinstance(kept, list) and isinstance(read, list):
        if len(kept) != len(read):
            yield f"{path}: {len(kept)} entries -> {len(read)}"
        for i, pair in enumerate(zip(kept, read, strict=False)):
            yield from find_changes(*pair, tolerance, f"{path}[{i}]")
    elif isinstance(kept, float) and isinstance(read, float):
        if abs(kept - read) > tolerance:
            yield f"{path}: {kept} -> {read}"
    elif kept != read:
        yield f"{path}: {kept!r} -> {read!r}"


def _round(value, decimals: int):
    """Return JSON with all its floats rounded."""
    if isinstance(value, dict):
        return {name: _round(value[name], decimals) for name in sorted(value)}
    if isinstance(value, list):
        return [_round(item, decimals) for item in value]
    return round(value, decimals) if isinstance(value, float) else value
