"""Tests of ingest/care."""
