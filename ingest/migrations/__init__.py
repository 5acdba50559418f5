"""Alembic migrations of the archive's tables, run by ``ingest.sql.database`` at opening."""
