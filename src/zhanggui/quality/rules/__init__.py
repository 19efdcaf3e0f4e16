"""Decisions of the inspector: pure functions on values."""
