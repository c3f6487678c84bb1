"""Measurements of the product from outside.

`python -m benchmarks` fills one table. What a module beside it measures alone, and how
it is called, stands in that module.
"""
