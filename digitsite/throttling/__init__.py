"""Throttling: how many requests one client may send."""
