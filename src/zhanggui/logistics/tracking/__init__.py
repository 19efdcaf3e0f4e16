"""Where parcels that left are, what is wrong with their way, and who sees to it."""
