"""Servers of Debian's packages on loopback: what a site on many machines needs."""
