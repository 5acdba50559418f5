"""Tests of assistant/english."""
