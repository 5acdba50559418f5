"""Citedesk beside the peers: the same passages, the same vectors, one process for each candidate."""
