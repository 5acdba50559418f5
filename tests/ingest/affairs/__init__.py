"""Tests of ingest/affairs."""
