"""The sentence model: its package, its weights, the graph built of them."""
