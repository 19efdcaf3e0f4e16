"""Lines of orders: matched with SKUs, settled into parts, exchanged."""
