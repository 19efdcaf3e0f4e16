"""Waves: what goes into them, what a strategy would make, who leaves them."""
