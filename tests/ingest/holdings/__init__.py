"""Tests of ingest/holdings."""
