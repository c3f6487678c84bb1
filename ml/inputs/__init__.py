"""From pixels to the inputs of the networks; the same for training and serving."""
