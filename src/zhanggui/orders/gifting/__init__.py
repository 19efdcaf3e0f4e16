"""Gifts: rules in force, what they give to orders, and their pages."""
