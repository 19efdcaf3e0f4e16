"""A shop that runs Vendure."""
