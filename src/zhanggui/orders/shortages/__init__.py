"""Shortages: weighed, put on slips, answered with substitutes, purchases and messages."""
