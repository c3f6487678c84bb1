"""The result of reading: which digits a photo shows, and how certain that is."""

import math
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any, Literal, NamedTuple

Verdict = Literal["read", "unsure", "nothing"]


class Box(NamedTuple):
    """Edges in pixels, right and bottom exclusive, as `Image.crop` takes them."""

    left: int
    top: int
    right: int
    bottom: int


@dataclass(frozen=True)
class Digit:
    """One digit of a photo.

    Attributes:
        label: 0-9.
        confidence: calibrated probability of the label, 0-1; lower than its entry in
            `probabilities` by the probability that this is no digit at all.
        probabilities: ten, index = label, sum 1.
        box: in pixels of the upright photo.
        line: 0-based line of the page.
        seen: the 28x28 glyph image as a PNG data URL; "" unless requested.
        heat: the saliency of its pixels as a PNG data URL; "" unless requested.
    """

    label: int
    confidence: float
    probabilities: tuple[float, ...]
    box: Box
    line: int = 0
    seen: str = ""
    heat: str = ""

    def as_json(self) -> dict[str, Any]:
        """Return the object of the API; explanations only where requested."""
        payload = asdict(self) | {"box": list(self.box)}
        payload["probabilities"] = list(self.probabilities)
        return {name: value for name, value in payload.items() if value != ""}


@dataclass(frozen=True)
class Number:
    """Digits that belong together, with the signs between them.

    Attributes:
        text: as written; its signs are `. , - + / :`.
        digits: indices of its digits in `Reading.digits`.
        box: around its characters, in pixels of the upright photo.
        confidence: probability, 0-1, that all its digits are right if independent.
        line: 0-based line of the page.
        row, column: 0-based place in a grid or table; None elsewhere.
    """

    text: str
    digits: tuple[int, ...]
    box: Box
    confidence: float
    line: int = 0
    row: int | None = None
    column: int | None = None

    def as_json(self) -> dict[str, Any]:
        """Return the object of the API."""
        return asdict(self) | {"digits": list(self.digits), "box": list(self.box)}


@dataclass(frozen=True)
class Reading:
    """The result of reading one photo.

    Attributes:
        text: the digits, left to right; lines top to bottom, joined by newlines.
        verdict: `read` (can be trusted), `unsure` (best guess) or `nothing`.
        confidence: calibrated probability, 0-1, that the whole `text` is right.
        digits: in reading order.
        numbers: in reading order; each digit belongs to one.
    """

    text: str
    verdict: Verdict
    confidence: float
    digits: tuple[Digit, ...] = ()
    numbers: tuple[Number, ...] = ()

    @classmethod
    def nothing(cls) -> "Reading":
        """Return the reading of a photo without digits."""
        return cls(text="", verdict="nothing", confidence=0.0)

    @classmethod
    def of(
        cls,
        digits: list[Digit],
        verdict: Verdict,
        confidence: float,
        numbers: tuple[Number, ...] = (),
    ) -> "Reading":
        """Return the reading of digits, which are in reading order."""
        lines: dict[int, str] = {}
        for digit in digits:
            lines[digit.line] = lines.get(digit.line, "") + str(digit.label)
        text = "\n".join(lines.values())
        return cls(text, verdict, confidence, tuple(digits), numbers)

    def as_json(self) -> dict[str, Any]:
        """Return the fields of the API that depend on the picture alone."""
        return {
            "text": self.text,
            "verdict": self.verdict,
            "confidence": self.confidence,
            "digits": [digit.as_json() for digit in self.digits],
            "numbers": [number.as_json() for number in self.numbers],
        }


def joint_confidence(digits: Iterable[Digit]) -> float:
    """Return the probability, 0-1, that all digits are right if independent."""
    return math.prod(digit.confidence for digit in digits)
