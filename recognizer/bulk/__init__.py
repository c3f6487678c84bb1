"""Reading many files from the command line."""
