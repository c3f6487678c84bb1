"""Health checks, metrics and the log."""
