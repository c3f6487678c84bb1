"""Reading by one learned detector: boxes first, then glyphs, lines and numbers."""
