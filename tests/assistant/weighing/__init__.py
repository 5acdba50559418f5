"""Tests of assistant/weighing."""
