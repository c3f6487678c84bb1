"""Arrays, networks, synthesis and training; no Django."""
