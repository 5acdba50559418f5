"""Measurements: slow, not part of the tests; each script prints its table."""
