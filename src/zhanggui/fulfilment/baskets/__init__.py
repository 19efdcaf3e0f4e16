"""The stop basket: what lies in it, what is still missing of it, and since when."""
