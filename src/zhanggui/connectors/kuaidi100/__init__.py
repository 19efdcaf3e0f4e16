"""快递100 (Kuaidi100): waybills of many carriers under our own contracts, and where parcels of nearly all are."""
