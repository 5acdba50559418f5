"""What check.py holds a sentence to: its evidence, names, speakers, negations, and signs."""
