"""Put walls: where they stand and how many cells they have."""
