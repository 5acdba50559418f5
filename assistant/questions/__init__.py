"""What understand.py reads in a question and the turns before it."""
