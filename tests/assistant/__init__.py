"""Tests of answering, and of the doors to it."""
