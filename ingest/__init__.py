"""Everything up to and including the archive and its index."""
