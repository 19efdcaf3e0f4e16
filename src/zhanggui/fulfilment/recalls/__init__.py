"""Labels that are void, and parcels that should come back."""
