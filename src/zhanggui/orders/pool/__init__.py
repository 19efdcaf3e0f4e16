"""The pool of orders that do not move: what keeps each, and the ways out."""
