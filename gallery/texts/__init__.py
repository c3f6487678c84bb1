"""Sentences shown to visitors, for templates and scripts alike."""
