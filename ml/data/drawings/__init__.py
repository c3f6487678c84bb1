"""What is drawn: strokes, digits, signs, surfaces, scenes."""
