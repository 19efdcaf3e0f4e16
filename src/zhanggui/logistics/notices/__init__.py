"""Words to buyers about their parcels: which, when, to whom, and what became of each."""
