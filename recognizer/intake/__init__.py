"""From bytes to clean pixels and the names of removed metadata."""
