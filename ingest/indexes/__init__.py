"""What both indexes rest on: how far they have come, and the vectors they are made of."""
