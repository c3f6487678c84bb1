"""Prometheus metrics of reading: time of each stage, verdicts and refusals."""

from prometheus_client import Counter, Histogram
from prometheus_client.context_managers import Timer

DURATION_BUCKETS = (
    0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10,
)  # fmt: skip

STAGE_SECONDS = Histogram(
    "digitsite_stage_seconds",
    "Time in one stage of reading a picture: wait, decode, clean, metadata, read; "
    "within read, classify, lines, detect and glyphs are the networks. In a batch, "
    "read includes the wait for the other pictures.",
    ["stage"],
    buckets=DURATION_BUCKETS,
)
VERDICTS = Counter("digitsite_readings", "Pictures read, by verdict.", ["verdict"])
REFUSALS = Counter("digitsite_refusals", "Refusals, by code.", ["code"])


def timed(stage: str) -> Timer:
    """Return a context manager that measures how long a stage takes."""
    return STAGE_SECONDS.labels(stage).time()
