"""快递鸟 (KDNiao): waybills of many carriers under our own contracts, and where parcels are."""
