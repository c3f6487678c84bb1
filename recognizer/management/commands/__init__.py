"""Commands that measure the reader and show the model card."""
