"""Which passages come first, and which are handed on."""
