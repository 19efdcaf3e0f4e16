"""Who did how much, where and how fast: from the scans and facts that record the work."""
