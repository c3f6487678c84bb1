"""The value everything speaks of: what one photo says."""

import math
from dataclasses import asdict, dataclass
from typing import Any, Literal, NamedTuple

Verdict = Literal["read", "unsure", "nothing"]


class Box(NamedTuple):
    """Edges in pixels, right and bottom exclusive, as Pillow's `crop()` takes them."""

    left: int
    top: int
    right: int
    bottom: int


@dataclass(frozen=True)
class Digit:
    """One digit of a photo.

    Attributes:
        label: 0-9.
        confidence: calibrated probability of the label, 0-1; lower than its place in
            `probabilities` by the chance that this is no digit at all.
        probabilities: ten, index = label, sum 1.
        box: where it stands, in pixels of the upright photo.
        line: 0-based line of the page.
        seen: the 28x28 field that the network saw, as a PNG data URL; "" unasked.
        heat: what mattered in that field, in the same form.
    """

    label: int
    confidence: float
    probabilities: tuple[float, ...]
    box: Box
    line: int = 0
    seen: str = ""
    heat: str = ""

    def as_json(self) -> dict[str, Any]:
        """Return what the API tells; explanations only where they were asked for."""
        told = asdict(self) | {"box": list(self.box)}
        told["probabilities"] = list(self.probabilities)
        return {name: value for name, value in told.items() if value != ""}


@dataclass(frozen=True)
class Reading:
    """What one photo says.

    Attributes:
        text: the digits, left to right; lines top to bottom, joined by newlines.
        verdict: `read` (trust it), `unsure` (best guess) or `nothing`.
        confidence: calibrated probability, 0-1, that `text` is right as a whole.
        digits: in reading order.
    """

    text: str
    verdict: Verdict
    confidence: float
    digits: tuple[Digit, ...] = ()

    @classmethod
    def nothing(cls) -> "Reading":
        """Say that no digit is there."""
        return cls(text="", verdict="nothing", confidence=0.0)

    @classmethod
    def of(cls, digits: list[Digit], verdict: Verdict, confidence: float) -> "Reading":
        """Join digits, given in reading order, into lines of text."""
        lines: dict[int, str] = {}
        for digit in digits:
            lines[digit.line] = lines.get(digit.line, "") + str(digit.label)
        return cls("\n".join(lines.values()), verdict, confidence, tuple(digits))

    def as_json(self) -> dict[str, Any]:
        """Return the reading in the shape that the API promises."""
        return {
            "text": self.text,
            "verdict": self.verdict,
            "confidence": self.confidence,
            "digits": [digit.as_json() for digit in self.digits],
        }


def joint_confidence(digits: list[Digit]) -> float:
    """Return the probability, 0-1, that every digit is right, as if independent."""
    return math.prod(digit.confidence for digit in digits)
