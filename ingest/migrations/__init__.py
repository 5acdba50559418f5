"""Alembic migrations of the archive's tables, run by ``ingest.database`` at opening."""
