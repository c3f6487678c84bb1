"""The table that benchmarks fill: how it is run, its rows, and how it is written."""
