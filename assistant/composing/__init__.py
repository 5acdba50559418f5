"""The steps of brief.py that have no name in the architecture."""
