"""Drawn pages and their stored readings."""
