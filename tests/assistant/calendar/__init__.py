"""Tests of assistant/calendar."""
