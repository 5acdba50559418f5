"""What a text says of itself: its language, words and runs, and how like another it is."""
