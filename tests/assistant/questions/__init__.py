"""Tests of assistant/questions."""
