"""English words: lists of them, base forms, near meanings and opposites."""
