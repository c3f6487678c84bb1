"""Visitors and their stored photos: rows, pages and the API of a gallery."""
