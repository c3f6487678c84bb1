"""What involves pipeline, files and rows, independent of requests."""
