"""From a gray page to a reading."""
