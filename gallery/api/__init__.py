"""The API of a gallery: photos, images, pairings."""
