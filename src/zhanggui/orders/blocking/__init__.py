"""Buyers and areas that get nothing."""
