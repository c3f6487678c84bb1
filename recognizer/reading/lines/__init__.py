"""Digits that stand in lines: which ones, in what order, and what they are together."""
