"""Which pieces travel together: merging, splitting, taking out, and their pages."""
