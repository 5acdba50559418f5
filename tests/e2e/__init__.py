"""Tests of the running product: the page in a real browser."""
