"""Faults put into a running product from outside, and what is left of the archive afterwards."""
