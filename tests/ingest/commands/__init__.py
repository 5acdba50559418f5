"""Tests of ingest/commands."""
