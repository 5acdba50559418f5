"""How good the answers are, measured: one part a file, one table for all."""
