"""What is watched: feeds, sitemaps and mailboxes, what they named, and what became of it."""
