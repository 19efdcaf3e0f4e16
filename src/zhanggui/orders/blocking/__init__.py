"""Buyers that get nothing, and receivers that nobody goes to."""
