"""What is done against a check: by one person, for a reason, confirmed by another with the own password; on a list."""
