"""What sending costs: packing and freight, of orders and by day, shop and warehouse."""
