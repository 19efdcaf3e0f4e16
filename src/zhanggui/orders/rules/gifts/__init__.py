"""Gifts: what a rule gives, how often, up to what, and which of several rules give together. Pure."""
