"""What the archive does to its tables: open, log, take in again, remove, copy."""
