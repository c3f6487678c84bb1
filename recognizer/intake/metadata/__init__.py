"""What a file holds besides its pixels: named for the visitor, and removed."""
