"""The parameters of all stages, so that a measurement can change one of them."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace

from recognizer.reading import confidence, numbers, selection, signs, turns
from recognizer.reading.confidence import TrustParams
from recognizer.reading.lines import line_decoding
from recognizer.reading.lines.line_decoding import LineDecodingParams
from recognizer.reading.numbers import NumberParams
from recognizer.reading.selection import SelectionParams
from recognizer.reading.signs import SignParams
from recognizer.reading.turns import TurnParams


@dataclass(frozen=True)
class ReaderParams:
    """Each stage describes its own.

    Attributes:
        selection: which boxes are digits.
        signs: which boxes are signs.
        numbers: which characters belong together.
        decoding: how lines are read as a whole.
        turns: when a page is turned.
        trust: confidence and verdict.
        max_cutout_px: long side of a picture that the classifier is asked about as a
            whole: a digit cut out, as the pictures are that it was trained on.
        min_cutout_prob: of its digit by the classifier, so that nothing else is asked.
            Of 2,500 fields of MNIST that are not trained on, 15 are read wrongly, 19
            as pages alone; of 3,648 of USPS 35, and 56.
        max_cutout_border: share of its border that is ink or, on dark paper, paper. The
            edge of a shadow has more; of USPS' pictures, cut tight, 2 % have.
        max_work_seconds: of processor time for one picture, without what networks
            compute in threads of their own. A page of 100 digits takes a third of it
            on a busy machine. What is read without the rest is not sure.
    """

    selection: SelectionParams = selection.PARAMS
    signs: SignParams = signs.PARAMS
    numbers: NumberParams = numbers.PARAMS
    decoding: LineDecodingParams = line_decoding.PARAMS
    turns: TurnParams = turns.PARAMS
    trust: TrustParams = confidence.PARAMS
    max_cutout_px: int = 32
    min_cutout_prob: float = 0.9
    max_cutout_border: float = 0.25
    max_work_seconds: float = 0.3


PARAMS = ReaderParams()


def with_thresholds(
    thresholds: Mapping[str, float], params: ReaderParams = PARAMS
) -> ReaderParams:
    """Return the parameters with the thresholds of a model card.

    Args:
        thresholds: of confidence and verdict, by their names in `TrustParams`; others
            are ignored.
        params: hold where the card has no threshold.
    """
    names = {field.name for field in fields(TrustParams)}
    known = {name: value for name, value in thresholds.items() if name in names}
    return replace(params, trust=replace(params.trust, **known))
