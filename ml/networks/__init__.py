"""The architectures, one module per network."""
