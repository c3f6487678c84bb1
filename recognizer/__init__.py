"""Read handwritten digits: from an upload to a clean photo and a reading.

These are the public names; those of the API, of bulk reading and of evaluation are in
`recognizer.api`, `recognizer.bulk` and `recognizer.evaluation`.
"""

from recognizer.batch import Batch
from recognizer.digit_crops import crop_digits
from recognizer.errors import (
    BrokenReading,
    Busy,
    EmptyUpload,
    ModelUnavailable,
    PhotoTooLarge,
    RecognizerError,
)
from recognizer.inference.admission import admission
from recognizer.inference.engine import (
    ensure_model_ready,
    get_model_card,
    get_model_problem,
    is_model_ready,
)
from recognizer.inference.limits import decoding as decoding_limit
from recognizer.intake.decoding import use_draft_mode
from recognizer.metrics import DURATION_BUCKETS, REFUSALS
from recognizer.pipeline import READING_SIDE, CleanPhoto, recognize
from recognizer.readings import Box, Reading
from recognizer.representation import (
    add_numbers,
    format_numbers,
    to_item_json,
    to_reading_json,
)
from recognizer.shared_clock import get_shared_time

__all__ = [
    "DURATION_BUCKETS",
    "READING_SIDE",
    "REFUSALS",
    "Batch",
    "Box",
    "BrokenReading",
    "Busy",
    "CleanPhoto",
    "EmptyUpload",
    "ModelUnavailable",
    "PhotoTooLarge",
    "Reading",
    "RecognizerError",
    "add_numbers",
    "admission",
    "crop_digits",
    "decoding_limit",
    "ensure_model_ready",
    "format_numbers",
    "get_model_card",
    "get_model_problem",
    "get_shared_time",
    "is_model_ready",
    "recognize",
    "to_item_json",
    "to_reading_json",
    "use_draft_mode",
]
