"""Papers the warehouse prints: labels, pick lists, second-sort sheets, delivery notes. Values in, PDF bytes out."""
