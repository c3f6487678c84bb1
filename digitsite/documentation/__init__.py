"""The documentation of the API: its schema and examples."""
