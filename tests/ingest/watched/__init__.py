"""Tests of ingest/watched."""
