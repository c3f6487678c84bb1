"""Management commands of the recognizer."""
