"""Tests of assistant/ranking."""
