"""Walk through the parts of a file without a decoder, and never for long."""
