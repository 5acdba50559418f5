"""Tests of assistant/numbers."""
