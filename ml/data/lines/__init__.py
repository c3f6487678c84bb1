"""Line images composed of single digits, to train the line reader on."""
