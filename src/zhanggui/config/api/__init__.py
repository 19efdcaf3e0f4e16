"""The public API: every flow an operation, every desk a list."""
