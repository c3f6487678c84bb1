"""The parameters of all stages, so that a measurement can change one of them."""

from dataclasses import dataclass

from recognizer.reading.one_pass import confidence, selection
from recognizer.reading.one_pass.confidence import TrustParams
from recognizer.reading.one_pass.selection import SelectionParams


@dataclass(frozen=True)
class ReaderParams:
    """Each stage describes its own.

    Attributes:
        selection: which boxes are digits.
        trust: confidence and verdict.
    """

    selection: SelectionParams = selection.PARAMS
    trust: TrustParams = confidence.PARAMS


PARAMS = ReaderParams()
