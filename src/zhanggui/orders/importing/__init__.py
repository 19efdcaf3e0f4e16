"""Orders as they arrive: told apart from what we have, and taken over."""
