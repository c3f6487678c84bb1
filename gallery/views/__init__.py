"""The pages and their plain forms."""
