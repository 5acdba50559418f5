"""`make image-test`: the image, built and run for real on a machine without Docker."""
