"""A whole line of digits at once: what paths through single digits can't part."""
