"""How the lines to the platforms are doing: figures of every shop, and the proof hour by hour that no order is lost."""
