"""Tests: one folder a package, one file a module."""
