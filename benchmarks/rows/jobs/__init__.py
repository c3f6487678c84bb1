"""Jobs of many pictures: what two workers do beside one."""

from benchmarks.rows.jobs.throughput import measure

__all__ = ["measure"]
