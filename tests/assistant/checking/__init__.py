"""Tests of assistant/checking."""
