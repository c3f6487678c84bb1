"""From the gray picture to the boxes of its digits."""
