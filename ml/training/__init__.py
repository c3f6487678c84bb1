"""Training loops, augmentation and calibration."""
