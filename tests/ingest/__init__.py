"""Tests of the archive and its index."""
