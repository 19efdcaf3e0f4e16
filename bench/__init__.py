"""How fast the flows are, next to a plain SQL program that writes the same rows: `python -m bench`."""
