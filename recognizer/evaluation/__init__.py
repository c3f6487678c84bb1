"""Score the reader on labeled pictures; these are the public names."""

from recognizer.evaluation.report import belongs_to, read_scorecard

__all__ = ["belongs_to", "read_scorecard"]
