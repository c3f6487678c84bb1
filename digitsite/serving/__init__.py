"""Guards of a serving process: who is served, for how long, and with what settings."""
