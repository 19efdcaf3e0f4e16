"""The cut-off board."""
