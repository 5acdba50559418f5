"""Tests of ingest/indexes."""
