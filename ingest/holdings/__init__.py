"""What the archive holds, as a Reader may see it."""
