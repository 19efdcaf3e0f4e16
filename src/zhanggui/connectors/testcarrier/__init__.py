"""The carrier of our own for demonstrations, training and tests."""
