"""Tests of ingest/web."""
