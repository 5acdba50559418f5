"""Everything after the archive: understand, retrieve, write or quote, check, and the doors to it."""
