"""Tests of assistant/answering."""
