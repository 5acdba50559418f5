"""Tests of ingest/sql."""
