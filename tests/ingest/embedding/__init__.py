"""Tests of ingest/embedding."""
