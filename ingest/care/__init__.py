"""What looks after an archive without being asked for an article."""
