"""The training of the glyph network."""
