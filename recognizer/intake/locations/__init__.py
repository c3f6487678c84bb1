"""Find out whether any part of a file tells a place."""
