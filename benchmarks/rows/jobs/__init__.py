"""Jobs of many pictures: what two workers do beside one, and growth with their size."""

from benchmarks.rows.jobs.throughput import measure

__all__ = ["measure"]
