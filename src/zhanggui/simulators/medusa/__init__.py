"""A shop that runs Medusa v2."""
