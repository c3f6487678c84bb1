"""Composed pages with labeled digits, for training and evaluation."""
