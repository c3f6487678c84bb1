"""Accuracy on labeled sets: datasets, metrics, report, failures."""
