"""The networks exported to LiteRT, and how they serve without TensorFlow."""
