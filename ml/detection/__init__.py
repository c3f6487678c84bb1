"""Boxes of characters on a page: decoding, looks at several scales, the file."""
