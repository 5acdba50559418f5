"""Tests of assistant/reporting."""
