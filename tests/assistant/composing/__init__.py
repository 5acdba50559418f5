"""Tests of assistant/composing."""
