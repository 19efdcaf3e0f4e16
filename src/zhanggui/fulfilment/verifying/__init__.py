"""Verifying: what the table is asked and answers, beside the plain scan."""
