"""Measurements of the product from outside; each module is run by `python -m`."""
