"""Faults of a site of several hosts, under load: `make faults`."""
