"""The pages on which orders are typed: by hand, on the phone, as a copy of another."""
