"""Servers written for what cannot be had in a test."""
