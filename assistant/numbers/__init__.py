"""Quantities in a text, and whether two say the same."""
