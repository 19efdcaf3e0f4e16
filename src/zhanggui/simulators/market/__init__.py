"""What every simulator of a sales platform stands on: goods, buyers, sales and their ways, keys, and chaos."""
