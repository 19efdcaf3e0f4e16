"""Work outside the house: goods at the crate maker, and parcels for the freight station."""
