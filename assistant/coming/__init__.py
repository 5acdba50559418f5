"""What comes by itself: when it is due, and the digests and their editions."""
