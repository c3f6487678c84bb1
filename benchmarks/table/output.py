"""Write the table: Markdown, each line at once, and one JSON file."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks.table.rows import Row

HEAD = (
    "| row | median | spread | unit | compared with | ratio | reach | kept |\n"
    "| --- | ---: | --- | --- | --- | ---: | --- | --- |"
)
KEPT = {True: "yes", False: "**no**", None: ""}


def to_line(row: Row) -> str:
    """Return a row as a line of Markdown."""
    low, high = row.spread
    cells = (
        f"{row.group}: {row.name}",
        format_figure(row.median),
        f"{format_figure(low)} to {format_figure(high)}",
        row.unit,
        row.reference,
        "" if row.ratio is None else f"{row.ratio:.2f}",
        str(row.reach),
        " ".join(filter(None, [KEPT[row.is_reached], row.note])),
    )
    return f"| {' | '.join(cells)} |"


def format_figure(figure: float) -> str:
    """Return three digits that count, and no exponent."""
    if figure == 0:
        return "0"
    if abs(figure) >= 100:
        return f"{figure:.0f}"
    return f"{figure:.3g}" if abs(figure) >= 0.001 else f"{figure:.6f}"


def write_json(path: Path, run: dict[str, Any], rows: Sequence[Row]) -> None:
    """Write everything that was measured."""
    content = run | {"rows": [row.as_json() for row in rows]}
    path.write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n")
