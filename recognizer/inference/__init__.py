"""The loaded networks, and who may use them."""
