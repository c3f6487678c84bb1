"""Data sets and their splits, and the synthesis of training samples."""
