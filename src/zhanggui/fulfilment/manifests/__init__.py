"""Hand-over to the carrier: what its van takes, by whom it was scanned, and what is missing."""
