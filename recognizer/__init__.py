"""From an upload to a clean photo and a reading."""
