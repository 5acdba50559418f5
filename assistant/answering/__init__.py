"""The steps of answer.py that have no name in the architecture."""
