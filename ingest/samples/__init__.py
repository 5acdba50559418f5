"""Invented sample stories: every person, place, company and outlet in them is fictional."""
