"""A shop that runs Saleor."""
