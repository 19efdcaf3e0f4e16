"""What every simulator of couriers stands on: a server, a clock, faults, journeys of parcels, and pushing."""
