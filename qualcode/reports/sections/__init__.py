"""Sections of a report that a person asked for: their data, and the blocks made of it."""
