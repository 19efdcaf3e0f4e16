"""The shortage boards of the warehouse."""
