"""Bundles: a site in one file, made while it serves, verified and restored."""
