"""What the command line does, each on an open archive."""
