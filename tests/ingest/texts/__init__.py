"""Tests of ingest/texts."""
