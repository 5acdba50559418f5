"""How far a sentence of the news answers a question."""
