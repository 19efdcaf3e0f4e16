"""Labels given to printers, one by one, and the proof that they are out."""
